package io.gantry.autoscale.knative;

import java.time.Duration;

/// Reads the values of annotations within the ranges that Knative holds them to.
public final class AnnotationRanges {

    private AnnotationRanges() {}

    public static int scale(String key, String text) {
        int scale = ConfigMapValues.whole(key, text);
        require(scale >= 0, key, text, "0 or more");
        return scale;
    }

    public static int activationScale(String key, String text) {
        int scale = ConfigMapValues.whole(key, text);
        require(scale >= 1, key, text, "1 or more");
        return scale;
    }

    public static double target(String key, String text) {
        double target = ConfigMapValues.number(key, text);
        require(
                target >= AutoscalerSettings.LEAST_TARGET,
                key,
                text,
                AutoscalerSettings.LEAST_TARGET + " or more");
        return target;
    }

    /// @return the fraction
    public static double utilization(String key, String text) {
        double percentage = ConfigMapValues.number(key, text);
        require(percentage >= 1 && percentage <= 100, key, text, "in [1, 100]");
        return percentage / 100;
    }

    public static double burstCapacity(String key, String text) {
        double capacity = ConfigMapValues.number(key, text);
        require(capacity >= 0 || capacity == -1, key, text, "0 or more, or -1 for unlimited");
        return capacity;
    }

    public static double panicThreshold(String key, String text) {
        double percentage = ConfigMapValues.number(key, text);
        require(percentage >= 110 && percentage <= 1000, key, text, "in [110, 1000]");
        return percentage;
    }

    public static double panicPercentage(String key, String text) {
        double percentage = ConfigMapValues.number(key, text);
        AutoscalerRanges.panicPercentage(key, percentage);
        return percentage;
    }

    public static Duration stableWindow(String key, String text) {
        Duration window = ConfigMapValues.duration(key, text);
        AutoscalerRanges.stableWindow(key, window);
        return window;
    }

    public static Duration delay(String key, String text) {
        Duration delay = ConfigMapValues.duration(key, text);
        AutoscalerRanges.delay(key, delay);
        require(delay.compareTo(AutoscalerRanges.LARGEST_WINDOW) <= 0, key, text, "1h or less");
        return delay;
    }

    public static Duration retention(String key, String text) {
        Duration retention = ConfigMapValues.duration(key, text);
        AutoscalerRanges.notNegative(key, retention);
        return retention;
    }

    private static void require(boolean holds, String key, String text, String wanted) {
        if (!holds) {
            throw new IllegalArgumentException("%s = %s must be %s".formatted(key, text, wanted));
        }
    }
}
