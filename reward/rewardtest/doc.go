// Package rewardtest tests rewards.
//
// Conform holds an implementation of reward.Reward to the contract of the
// interface, rule by rule, each with an explanation of what is violated:
//
//	func TestMine(t *testing.T) {
//		rewardtest.Conform(t, mine, samples...)
//	}
//
// Run runs the test cases that reward files carry. The package depends on
// package reward only, so that every package may use it in its tests; what
// reads the files is passed in:
//
//	func TestRewards(t *testing.T) {
//		rewardtest.Run(t, "rewards/", spec.Cases)
//	}
package rewardtest
