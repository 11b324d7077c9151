"""What the bot does unasked: the heart beats, cadences write down what is owed, the postman carries it."""
