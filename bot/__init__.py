"""The bot, put together and switched on: command line, settings, clock, HTTP and Socket Mode.

Start with `house` (what is opened and closed together) and `app` (how a request meets its conversation).
"""
