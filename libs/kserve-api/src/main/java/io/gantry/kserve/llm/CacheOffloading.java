package io.gantry.kserve.llm;

import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.Quantity;
import java.math.BigDecimal;
import java.util.List;

/// Rules about where the KV cache goes when the accelerator's memory is full
/// (`llm_inference_service_validation.go`, validateKVCacheOffloadingSpec).
final class CacheOffloading {
    private CacheOffloading() {}

    static void check(Field offloading, Findings findings) {
        List<Field> tiers = offloading.get("secondary").elements();
        if (tiers.isEmpty()) {
            return;
        }
        Field cpu = offloading.get("cpu");
        if (Quantity.parse(cpu.node()).orElse(BigDecimal.ZERO).signum() == 0) {
            cpu.missing(
                    "cpu must be set when secondary tiers are configured",
                    "set the memory of the first tier, for example 10Gi",
                    findings);
        }
        for (Field tier : tiers) {
            Field fileSystem = tier.get("fileSystem");
            if (fileSystem.present()) {
                fileSystem(fileSystem, findings);
            } else {
                fileSystem.missing(
                        "only fileSystem tiers are supported; fileSystem must be set",
                        "set fileSystem.emptyDir or fileSystem.pvc",
                        findings);
            }
        }
    }

    private static void fileSystem(Field fileSystem, Findings findings) {
        Field claim = fileSystem.get("pvc");
        if (one(fileSystem, "emptyDir", "pvc", findings) && claim.present()) {
            Field ref = claim.get("ref");
            boolean single = one(claim, "spec", "ref", findings);
            if (single && ref.present() && ref.get("name").text().isEmpty()) {
                ref.get("name").missing("name is required", "name the claim", findings);
            }
        }
    }

    private static boolean one(Field of, String first, String second, Findings findings) {
        boolean either = of.get(first).present();
        boolean other = of.get(second).present();
        if (either && other) {
            of.wrong(
                    "exactly one of %s or %s must be set; multiple are set"
                            .formatted(first, second),
                    "remove one of them",
                    findings);
        } else if (!either && !other) {
            of.missing(
                    "exactly one of %s or %s must be set".formatted(first, second),
                    "set one of them",
                    findings);
        }
        return either != other;
    }
}
