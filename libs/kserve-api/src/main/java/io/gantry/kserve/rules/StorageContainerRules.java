package io.gantry.kserve.rules;

import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// ClusterStorageContainers, for which KServe has no webhook: what is wrong with one shows when a
/// service is deployed (`storage_container_types.go`, IsStorageUriSupported).
final class StorageContainerRules implements KindRules {
    private static final Set<String> WORKLOADS = Set.of("initContainer", "localModelDownloadJob");

    @Override
    public void validate(Change change, Findings findings) {}

    @Override
    public void warn(Change change, Findings findings) {
        Field spec = change.field().get("spec");
        Field workload = spec.get("workloadType");
        if (!workload.text().isEmpty() && !WORKLOADS.contains(workload.text())) {
            workload.wrong(
                    "no such workload, so the container is never used",
                    "use initContainer or localModelDownloadJob",
                    findings);
        }
        for (Field format : spec.get("supportedUriFormats").elements()) {
            String regex = format.get("regex").text();
            if (regex.isEmpty() && format.get("prefix").text().isEmpty()) {
                format.missing("matches no URI", "set prefix or regex", findings);
            } else if (!compiles(regex)) {
                format.get("regex").wrong("not a regular expression", "correct it", findings);
            }
        }
    }

    private static boolean compiles(String regex) {
        try {
            Pattern.compile(regex);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
