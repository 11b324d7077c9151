"""A Slack on your desk: a stand-in that a bot cannot tell from Slack."""
