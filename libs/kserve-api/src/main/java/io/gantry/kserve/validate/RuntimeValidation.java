package io.gantry.kserve.validate;

import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.api.ServingRuntimeSpec;
import io.gantry.kserve.api.SupportedModelFormat;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether a ServingRuntime or ClusterServingRuntime can be accepted.
public final class RuntimeValidation {
    private RuntimeValidation() {}

    /// Everything that keeps the runtime from being accepted; nothing if it can be.
    ///
    /// @param old what it would replace, or null if it is new
    /// @param others the other runtimes of the same scope: of the namespace, or of the cluster
    public static List<Violation> validate(
            ServingRuntime runtime,
            @Nullable ServingRuntime old,
            Collection<ServingRuntime> others) {
        Findings findings = new Findings();
        Names.runtime(runtime.metadata(), findings);
        ServingRuntimeSpec spec = runtime.spec();
        if (spec == null) {
            findings.missing("spec", "Required value", "give the runtime a spec with a container");
            return findings.all();
        }
        containers(spec, findings);
        formats(spec, findings);
        if (!Boolean.TRUE.equals(spec.disabled())) {
            onePriority(spec, findings);
            others.stream()
                    .filter(other -> !other.name().equals(runtime.name()))
                    .forEach(other -> samePriority(spec, other, findings));
            RuntimeNodes.check(spec, old, findings);
        }
        return findings.all();
    }

    private static void containers(ServingRuntimeSpec spec, Findings findings) {
        if (spec.containers() == null || spec.containers().isEmpty()) {
            findings.missing(
                    "spec.containers",
                    "Required value",
                    "add the container that serves, named kserve-container");
        }
    }

    private static void formats(ServingRuntimeSpec spec, Findings findings) {
        List<SupportedModelFormat> formats = formats(spec);
        for (int i = 0; i < formats.size(); i++) {
            SupportedModelFormat format = formats.get(i);
            String path = "spec.supportedModelFormats[%d]".formatted(i);
            if (format.name() == null || format.name().isEmpty()) {
                findings.missing(path + ".name", "Required value", "name the format");
            }
            if (format.priority() != null && format.priority() < 1) {
                findings.wrong(
                        path + ".priority",
                        format.priority(),
                        "should be greater than or equal to 1",
                        "leave it out for the lowest");
            }
        }
    }

    /// One priority for one format: which entry's would count is otherwise an accident. As in
    /// KServe (`servingruntime_webhook.go`, validateModelFormatPrioritySame), entries without
    /// autoSelect do not count, and a format's first entry is what the others are held to. KServe
    /// looks at this only where the scope has a runtime already, which is an accident of its loop.
    private static void onePriority(ServingRuntimeSpec spec, Findings findings) {
        Map<String, SupportedModelFormat> first = new HashMap<>();
        List<SupportedModelFormat> formats = formats(spec);
        for (int i = 0; i < formats.size(); i++) {
            SupportedModelFormat format = formats.get(i);
            if (format.name() == null || !Boolean.TRUE.equals(format.autoSelect())) {
                continue;
            }
            SupportedModelFormat before = first.putIfAbsent(format.name(), format);
            boolean differs =
                    before != null
                            && before.priority() != null
                            && format.priority() != null
                            && !before.priority().equals(format.priority());
            if (differs) {
                findings.wrong(
                        "spec.supportedModelFormats[%d].priority".formatted(i),
                        format.priority(),
                        "different priorities assigned for the model format %s"
                                .formatted(format.name()),
                        "give all entries of the format the same priority");
            }
        }
    }

    private static void samePriority(
            ServingRuntimeSpec spec, ServingRuntime other, Findings findings) {
        ServingRuntimeSpec theirs = other.spec();
        boolean comparable =
                theirs != null
                        && !Boolean.TRUE.equals(theirs.disabled())
                        && Boolean.TRUE.equals(theirs.multiModel())
                                == Boolean.TRUE.equals(spec.multiModel())
                        && shareProtocol(spec, theirs);
        if (theirs == null || !comparable) {
            return;
        }
        List<SupportedModelFormat> formats = formats(spec);
        for (int i = 0; i < formats.size(); i++) {
            for (SupportedModelFormat their : formats(theirs)) {
                if (clash(formats.get(i), their)) {
                    findings.wrong(
                            "spec.supportedModelFormats[%d].priority".formatted(i),
                            their.priority(),
                            "same priority assigned for the model format %s by the runtime \"%s\""
                                    .formatted(their.name(), other.name()),
                            "give one of them a priority of its own, or set autoSelect: false");
                }
            }
        }
    }

    private static boolean clash(SupportedModelFormat ours, SupportedModelFormat theirs) {
        return Boolean.TRUE.equals(ours.autoSelect())
                && Boolean.TRUE.equals(theirs.autoSelect())
                && String.valueOf(ours.name()).equalsIgnoreCase(theirs.name())
                && Objects.equals(ours.version(), theirs.version())
                && ours.priority() != null
                && ours.priority().equals(theirs.priority());
    }

    private static boolean shareProtocol(ServingRuntimeSpec ours, ServingRuntimeSpec theirs) {
        List<String> mine = ours.protocolVersions() == null ? List.of() : ours.protocolVersions();
        List<String> their =
                theirs.protocolVersions() == null ? List.of() : theirs.protocolVersions();
        return mine.stream().anyMatch(their::contains);
    }

    private static List<SupportedModelFormat> formats(ServingRuntimeSpec spec) {
        return spec.supportedModelFormats() == null ? List.of() : spec.supportedModelFormats();
    }
}
