"""The customs office: vocabulary and pure mechanics, ignorant of who makes the traffic and who plays."""
