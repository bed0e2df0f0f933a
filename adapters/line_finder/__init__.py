"""Line finders: the networks of trueocr, and our own by ink profiles."""
