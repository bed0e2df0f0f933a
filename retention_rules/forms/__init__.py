"""What people read, vote on and print of disposal and retention: lists with their items described, and the forms."""
