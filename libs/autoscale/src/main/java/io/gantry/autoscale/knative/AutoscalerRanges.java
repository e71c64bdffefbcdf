package io.gantry.autoscale.knative;

import java.time.Duration;
import java.util.Locale;

/// The ranges that Knative holds its autoscaler's settings to.
final class AutoscalerRanges {

    static final Duration LEAST_WINDOW = Duration.ofSeconds(6);
    static final Duration LARGEST_WINDOW = Duration.ofHours(1);

    private AutoscalerRanges() {}

    static void check(AutoscalerSettings.Targets targets) {
        double utilization = targets.concurrencyUtilization();
        if (!(utilization > 0 && utilization <= 1)) {
            refuse(
                    "container-concurrency-target-percentage = %s is outside of the valid range (0, 100]"
                            .formatted(plain(utilization * 100)));
        }
        double target = utilization * targets.concurrency();
        if (!(target >= AutoscalerSettings.LEAST_TARGET)) {
            refuse(
                    "container-concurrency-target-percentage and container-concurrency-target-default yield a target of %s, which must be at least %s"
                            .formatted(plain(target), plain(AutoscalerSettings.LEAST_TARGET)));
        }
        if (!(targets.rps() >= AutoscalerSettings.LEAST_TARGET)) {
            refuse(
                    "requests-per-second-target-default = %s must be at least %s"
                            .formatted(
                                    plain(targets.rps()), plain(AutoscalerSettings.LEAST_TARGET)));
        }
        if (!(targets.burstCapacity() >= 0 || targets.burstCapacity() == -1)) {
            refuse(
                    "target-burst-capacity = %s must be 0 or more, or -1 for unlimited"
                            .formatted(plain(targets.burstCapacity())));
        }
        if (!(targets.activatorCapacity() >= 1)) {
            refuse(
                    "activator-capacity = %s must be at least 1"
                            .formatted(plain(targets.activatorCapacity())));
        }
    }

    static void check(AutoscalerSettings.Windows windows) {
        stableWindow("stable-window", windows.stable());
        panicPercentage("panic-window-percentage", windows.panicPercentage());
    }

    static void stableWindow(String key, Duration window) {
        if (window.compareTo(LEAST_WINDOW) < 0 || window.compareTo(LARGEST_WINDOW) > 0) {
            refuse("%s = %s must be in [6s, 1h]".formatted(key, GoDuration.format(window)));
        }
        wholeSeconds(key, window);
    }

    static void panicPercentage(String key, double percentage) {
        if (!(percentage >= 1 && percentage <= 100)) {
            refuse("%s = %s must be in [1, 100]".formatted(key, plain(percentage)));
        }
    }

    static void check(AutoscalerSettings.Rates rates) {
        if (!(rates.up() > 1)) {
            refuse("max-scale-up-rate = %s must be greater than 1".formatted(plain(rates.up())));
        }
        if (!(rates.down() > 1)) {
            refuse(
                    "max-scale-down-rate = %s must be greater than 1"
                            .formatted(plain(rates.down())));
        }
        delay("scale-down-delay", rates.downDelay());
    }

    static void delay(String key, Duration delay) {
        notNegative(key, delay);
        wholeSeconds(key, delay);
    }

    static void check(AutoscalerSettings.ToZero toZero) {
        if (!toZero.grace().isPositive()) {
            refuse(
                    "scale-to-zero-grace-period = %s must be greater than 0"
                            .formatted(GoDuration.format(toZero.grace())));
        }
        notNegative("scale-to-zero-pod-retention-period", toZero.retention());
    }

    static void check(AutoscalerSettings.Scale scale) {
        if (scale.initial() < (scale.allowZeroInitial() ? 0 : 1)) {
            refuse(
                    "initial-scale = %s must be at least 1, or 0 when allow-zero-initial-scale is true"
                            .formatted(scale.initial()));
        }
        if (scale.maxLimit() < 0) {
            refuse("max-scale-limit = %s must be at least 0".formatted(scale.maxLimit()));
        }
        if (scale.maxLimit() > 0 && (scale.max() < 1 || scale.max() > scale.maxLimit())) {
            refuse(
                    "max-scale = %s must be in [1, max-scale-limit (%s)]"
                            .formatted(scale.max(), scale.maxLimit()));
        }
        if (scale.max() < 0) {
            refuse("max-scale = %s must be at least 0".formatted(scale.max()));
        }
        if (scale.min() < 0) {
            refuse("min-scale = %s must be at least 0".formatted(scale.min()));
        }
        if (scale.max() > 0 && scale.min() > scale.max()) {
            refuse(
                    "min-scale (%s) must not exceed max-scale (%s)"
                            .formatted(scale.min(), scale.max()));
        }
    }

    static void notNegative(String key, Duration duration) {
        if (duration.isNegative()) {
            refuse("%s = %s must not be negative".formatted(key, GoDuration.format(duration)));
        }
    }

    private static void wholeSeconds(String key, Duration duration) {
        if (duration.toNanosPart() != 0) {
            refuse("%s = %s must be in whole seconds".formatted(key, GoDuration.format(duration)));
        }
    }

    private static void refuse(String message) {
        throw new IllegalArgumentException(message);
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%.6g", number).replaceAll("0+$", "");
    }
}
