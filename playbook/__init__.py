"""The operating model for AI pilots, as pure code: no Slack, no SQL, no clock.

Start with `facts` (what is known), `letters` (what the bot may say) and `policy` (who may do what).
"""
