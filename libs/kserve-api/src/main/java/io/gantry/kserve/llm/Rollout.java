package io.gantry.kserve.llm;

import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import java.math.BigInteger;
import java.util.regex.Pattern;

/// Rules about `rolloutStrategy` (`llm_inference_service_validation.go`,
/// ValidateWorkloadRolloutFields).
final class Rollout {
    private static final Pattern PERCENT = Pattern.compile("[0-9]+%");
    private static final BigInteger ALL = BigInteger.valueOf(100);

    private Rollout() {}

    static void check(Field workload, Findings findings) {
        Field strategy = workload.get("rolloutStrategy");
        Field unavailable = strategy.get("maxUnavailable");
        Field surge = strategy.get("maxSurge");
        boolean readable = amount(unavailable, findings);
        readable = amount(surge, findings) && readable;
        if (!readable || !unavailable.present() || !blocksOneReplica(unavailable)) {
            return;
        }
        if (surge.present() && zero(surge)) {
            strategy.wrong(
                    "maxUnavailable and maxSurge cannot both be zero; this would prevent any rolling"
                            + " update progress",
                    "set maxSurge to 1, or maxUnavailable to 1 or 100%",
                    findings);
        } else if (!surge.present() && workload.get("worker").present()) {
            surge.missing(
                    "maxSurge is required for multi-node workloads when maxUnavailable is 0,"
                            + " otherwise no rolling update progress is possible",
                    "set it to 1",
                    findings);
        }
    }

    /// Whether the field is absent or one of the two forms that Kubernetes knows.
    private static boolean amount(Field amount, Findings findings) {
        Long number = amount.number();
        if (number != null) {
            return number >= 0
                    || refuse(amount, "must be greater than or equal to 0", "use 0", findings);
        }
        if (!amount.node().isTextual()) {
            return true;
        }
        if (!PERCENT.matcher(amount.text()).matches()) {
            String message =
                    "a valid percent string must be a numeric string followed by an ending '%' (e.g."
                            + " '1%',  or '93%', regex used for validation is '[0-9]+%')";
            return refuse(amount, message, "write a number, or a percentage", findings);
        }
        return percent(amount).compareTo(ALL) <= 0
                || refuse(amount, "must not be greater than 100%", "use 100%", findings);
    }

    private static boolean refuse(Field amount, String message, String remedy, Findings findings) {
        amount.wrong(message, remedy, findings);
        return false;
    }

    /// Of one replica, which is what KServe asks about, any share below all rounds down to none.
    private static boolean blocksOneReplica(Field unavailable) {
        return unavailable.node().isTextual()
                ? percent(unavailable).compareTo(ALL) < 0
                : unavailable.number(0) == 0;
    }

    private static boolean zero(Field amount) {
        return amount.node().isTextual() ? percent(amount).signum() == 0 : amount.number(0) == 0;
    }

    private static BigInteger percent(Field amount) {
        return new BigInteger(amount.text().substring(0, amount.text().length() - 1));
    }
}
