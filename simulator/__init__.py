"""The customs office: its vocabulary and its mechanics. It does not know who makes the traffic or who plays."""
