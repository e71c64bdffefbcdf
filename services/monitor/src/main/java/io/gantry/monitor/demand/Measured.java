package io.gantry.monitor.demand;

/// What is asked of a revision now.
///
/// @param demand in tokens a second
/// @param carries tokens a second that one replica was seen to carry; 0 while that is not known
public record Measured(double demand, double carries) {

    public static final Measured NOTHING = new Measured(0, 0);
}
