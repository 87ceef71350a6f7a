"""One file a lane, or a few that one question answers: each gives cells of the journey map."""
