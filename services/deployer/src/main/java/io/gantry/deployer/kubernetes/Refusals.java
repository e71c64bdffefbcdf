package io.gantry.deployer.kubernetes;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the API server's admission plugins say when they refuse an object: a predictor's own, or
/// one of its pods, of which its controller tells. Codes of HTTP do not tell these apart: a policy
/// answers with 403, 422 or what its author likes.
final class Refusals {

    /// plugin/pkg/admission/resourcequota
    private static final Pattern USED_UP = Pattern.compile("exceeded quota");

    /// The same, of pods that do not say what the quota counts.
    private static final Pattern UNCOUNTED = Pattern.compile("failed quota: \\S+ must specify");

    /// plugin/pkg/admission/limitranger
    private static final Pattern LIMITED =
            Pattern.compile("(maximum|minimum) \\S+ usage per|limit to request ratio per");

    /// Webhooks, ValidatingAdmissionPolicies and PodSecurity.
    private static final Pattern DENIED =
            Pattern.compile("denied (the )?request|violates PodSecurity");

    private Refusals() {}

    /// @param found what is refused, with the API server's message
    /// @return empty when it is none of an admission plugin's
    static Optional<Failure> failure(String found, String message) {
        if (USED_UP.matcher(message).find()) {
            return quota(
                    found, "Raise the namespace's ResourceQuota, or ask for less in resources.");
        }
        if (UNCOUNTED.matcher(message).find()) {
            return quota(
                    found,
                    "Name what the namespace's ResourceQuota counts in resources.requests and limits.");
        }
        if (LIMITED.matcher(message).find()) {
            return quota(
                    found, "Keep resources within the namespace's LimitRange, or change that.");
        }
        return DENIED.matcher(message).find() ? Optional.of(denied(found)) : Optional.empty();
    }

    static Failure denied(String found) {
        return Failure.of(
                FailureReason.ADMISSION_DENIED,
                found,
                "Change what the policy objects to, or have it make an exception.");
    }

    private static Optional<Failure> quota(String found, String remedy) {
        return Optional.of(Failure.of(FailureReason.QUOTA_EXCEEDED, found, remedy));
    }
}
