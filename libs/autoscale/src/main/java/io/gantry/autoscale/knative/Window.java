package io.gantry.autoscale.knative;

import java.util.Arrays;

/// Sums per second over the last seconds, and their average as Knative takes it.
///
/// *Linear*: a window not yet full is averaged over the seconds there are; seconds between two
/// records count as zero; seconds after the last record do not count at all, because nothing is
/// known of them. *Weighted*: each second counts a fixed part less than the one after it, those
/// after the last record included, so that silence lets the average fade. In both, when the window
/// has passed without a record the average is zero. Seconds are those since the epoch. Not safe for
/// use by several threads at once.
public final class Window {

    private static final long NEVER = Long.MIN_VALUE;

    /// Linear averages are cut to micro-units, so that the noise of floating-point sums never asks
    /// for one replica more.
    private static final double PRECISION = 1e6;

    /// What the seconds before the window would weigh together, if they counted.
    private static final double WEIGHT_LEFT_OUT = 1e-4;

    /// The newest second weighs at least so much, however long the window.
    private static final double LEAST_NEWEST_WEIGHT = 0.2;

    private final Aggregation aggregation;
    private final double[] sums;
    private long first = NEVER;
    private long last = NEVER;

    public Window(int seconds, Aggregation aggregation) {
        if (seconds < 1) {
            throw new IllegalArgumentException(
                    "A window has at least one second, found " + seconds);
        }
        this.aggregation = aggregation;
        this.sums = new double[seconds];
    }

    public int seconds() {
        return sums.length;
    }

    /// Adds a value to the sum of a second. What is older than the window is passed over.
    public void record(long second, double value) {
        if (first == NEVER || second - last >= sums.length) {
            Arrays.fill(sums, 0);
            first = second;
            last = second;
        } else if (second > last) {
            for (long skipped = last + 1; skipped <= second; skipped++) {
                sums[index(skipped)] = 0;
            }
            last = second;
        } else if (second <= last - sums.length) {
            return;
        }
        first = Math.min(first, second);
        sums[index(second)] += value;
    }

    /// The average over the window that ends with the given second.
    public double average(long second) {
        if (empty(second)) {
            return 0;
        }
        long unknown = Math.max(0, second - last);
        return switch (aggregation) {
            case LINEAR -> linear(unknown);
            case WEIGHTED_EXPONENTIAL -> weighted(unknown);
        };
    }

    /// True when not one record lies within the window that ends with the given second.
    public boolean empty(long second) {
        return first == NEVER || second - last >= sums.length;
    }

    /// A window of another length with what both have room for. A weighted one starts anew, as
    /// Knative's does: its weights follow from its length.
    public Window resized(int seconds) {
        Window other = new Window(seconds, aggregation);
        if (first != NEVER && aggregation == Aggregation.LINEAR) {
            long from = Math.max(first, last - Math.min(sums.length, seconds) + 1);
            for (long at = from; at <= last; at++) {
                other.record(at, sums[index(at)]);
            }
        }
        return other;
    }

    private double linear(long unknown) {
        long counted = Math.min(last - first + 1, sums.length - unknown);
        double sum = 0;
        for (long at = last - counted + 1; at <= last; at++) {
            sum += sums[index(at)];
        }
        return Math.floor(sum / counted * PRECISION) / PRECISION;
    }

    private double weighted(long unknown) {
        double newest =
                Math.max(1 - Math.pow(WEIGHT_LEFT_OUT, 1.0 / sums.length), LEAST_NEWEST_WEIGHT);
        double weight = newest * Math.pow(1 - newest, (double) unknown);
        double average = 0;
        for (long at = last; at > last - sums.length + unknown; at--) {
            average += sums[index(at)] * weight;
            weight *= 1 - newest;
        }
        return average;
    }

    private int index(long second) {
        return Math.floorMod(second, sums.length);
    }
}
