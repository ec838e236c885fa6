"""What an author starts from: `backmark new` writes an exercise that passes every gate as it is."""
