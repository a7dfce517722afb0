"""The tools of the tests are held to what they promise, so that a rule that never fails is seen."""
