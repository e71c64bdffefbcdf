package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    QUOTA_EXCEEDED   | pods "m" is forbidden: exceeded quota: none, requested: pods=1, used: pods=0, limited: pods=0
                    QUOTA_EXCEEDED   | pods "m" is forbidden: failed quota: cpus: must specify limits.cpu for: kserve-container
                    QUOTA_EXCEEDED   | pods "m" is forbidden: maximum memory usage per Container is 256Mi, but limit is 2Gi
                    QUOTA_EXCEEDED   | pods "m" is forbidden: minimum cpu usage per Container is 1, but request is 100m
                    QUOTA_EXCEEDED   | pods "m" is forbidden: cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000
                    ADMISSION_DENIED | pods "m" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false
                    ADMISSION_DENIED | admission webhook "validate.kyverno.svc" denied the request: no
                    ADMISSION_DENIED | deployments.apps "m" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no
                    """)
    void shouldTellWhichPluginRefuses(FailureReason reason, String message) {
        assertThat(Refusals.failure("The cluster refuses it: " + message, message))
                .map(Failure::reason)
                .contains(reason);
    }

    @Test
    void shouldLeaveToOthersWhatNoPluginSays() {
        assertThat(Refusals.failure("", "Deployment.apps \"m\" is invalid: spec.replicas: -1"))
                .isEmpty();
    }
}
