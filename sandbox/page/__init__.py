"""The web page of the stand-in Slack: what people see and click in a browser."""
