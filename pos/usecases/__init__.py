"""What a cashier can do, one file per thing."""
