package io.gantry.kserve.validate;

import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.api.ServingRuntimeSpec;
import io.gantry.kserve.api.SupportedModelFormat;
import io.gantry.kserve.api.WorkerSpec;
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
            others.stream()
                    .filter(other -> !other.name().equals(runtime.name()))
                    .forEach(other -> samePriority(spec, other, findings));
        }
        multiNode(spec, old, findings);
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

    /// One priority for one format: which entry's would count is otherwise an accident.
    private static void formats(ServingRuntimeSpec spec, Findings findings) {
        Map<String, SupportedModelFormat> first = new HashMap<>();
        List<SupportedModelFormat> formats = formats(spec);
        for (int i = 0; i < formats.size(); i++) {
            SupportedModelFormat format = formats.get(i);
            String path = "spec.supportedModelFormats[%d]".formatted(i);
            if (format.name() == null || format.name().isEmpty()) {
                findings.missing(path + ".name", "Required value", "name the format");
                continue;
            }
            if (format.priority() != null && format.priority() < 1) {
                findings.wrong(
                        path + ".priority",
                        format.priority(),
                        "should be greater than or equal to 1",
                        "leave it out for the lowest");
            }
            SupportedModelFormat before = first.putIfAbsent(format.name(), format);
            if (before != null && !Objects.equals(before.priority(), format.priority())) {
                findings.wrong(
                        path + ".priority",
                        format.priority(),
                        "Different priorities assigned for the model format %s"
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

    private static void multiNode(
            ServingRuntimeSpec spec, @Nullable ServingRuntime old, Findings findings) {
        WorkerSpec worker = spec.workerSpec();
        if (worker == null) {
            if (old != null && old.spec() != null && old.spec().workerSpec() != null) {
                findings.missing(
                        "spec.workerSpec",
                        "removing workerSpec where it already exists is not allowed",
                        "keep it, or make another runtime");
            }
            return;
        }
        MultiNode.Rule rule = new MultiNode.Rule("the ", findings);
        rule.oneContainer("spec.workerSpec.containers", worker);
        rule.sizes("spec.workerSpec", worker);
        MultiNode.Rule variables = new MultiNode.Rule("", findings);
        List<Container> containers = spec.containers() == null ? List.of() : spec.containers();
        for (int i = 0; i < containers.size(); i++) {
            variables.noSizeVariables("spec.containers[%d].env".formatted(i), containers.get(i));
        }
    }

    private static List<SupportedModelFormat> formats(ServingRuntimeSpec spec) {
        return spec.supportedModelFormats() == null ? List.of() : spec.supportedModelFormats();
    }
}
