package io.gantry.kserve.select;

import io.gantry.kserve.api.ModelFormat;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.api.ServingRuntimeSpec;
import io.gantry.kserve.api.SupportedModelFormat;
import io.gantry.kserve.defaults.Protocol;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The runtimes that fit a model, best first.
///
/// All of the namespace come before any of the cluster. Within each: the higher priority for the
/// format's name (none is lowest), then the lower protocol rank, then the newer, then the name.
record Candidates(ModelSpec model, boolean multiModel, boolean multiNode) {

    List<ServingRuntime> in(RuntimeCatalog catalog) {
        return Stream.concat(
                        ordered(catalog.namespace().stream()), ordered(catalog.cluster().stream()))
                .toList();
    }

    private Stream<ServingRuntime> ordered(Stream<ServingRuntime> runtimes) {
        return runtimes.filter(runtime -> misfit(runtime) == null)
                .sorted(
                        Comparator.comparingLong(this::priority)
                                .reversed()
                                .thenComparingInt(runtime -> Protocol.rank(protocols(runtime)))
                                .thenComparing(Candidates::created, Comparator.reverseOrder())
                                .thenComparing(ServingRuntime::name));
    }

    /// Why the runtime does not fit, or null if it does.
    @Nullable String misfit(ServingRuntime runtime) {
        ServingRuntimeSpec spec = runtime.spec();
        if (spec == null) {
            return "has no spec";
        }
        if (Boolean.TRUE.equals(spec.disabled())) {
            return "is disabled";
        }
        if (Boolean.TRUE.equals(spec.multiModel()) != multiModel) {
            return multiModel ? "serves one model each" : "is for ModelMesh (multiModel)";
        }
        if ((spec.workerSpec() != null) != multiNode) {
            return multiNode
                    ? "serves on one node only (no workerSpec)"
                    : "serves on several nodes only (workerSpec)";
        }
        String protocol = Protocol.of(model);
        if (!speaks(runtime, protocol)) {
            return "speaks " + String.join(", ", protocols(runtime));
        }
        return serves(runtime) ? null : formatMisfit(spec);
    }

    static boolean speaks(ServingRuntime runtime, String protocol) {
        List<String> protocols = protocols(runtime);
        return protocols.isEmpty() || protocols.contains(protocol);
    }

    /// Whether the runtime serves the model's format. One that is named by the model need not offer
    /// itself (`autoSelect`).
    boolean serves(ServingRuntime runtime) {
        return formats(runtime).stream()
                .anyMatch(offered -> offeredUnasked(offered) && matches(offered));
    }

    private boolean offeredUnasked(SupportedModelFormat offered) {
        return model.runtime() != null || Boolean.TRUE.equals(offered.autoSelect());
    }

    private boolean matches(SupportedModelFormat offered) {
        ModelFormat wanted = model.modelFormat();
        return wanted != null
                && Objects.equals(wanted.name(), offered.name())
                && (wanted.version() == null || wanted.version().equals(offered.version()));
    }

    private String formatMisfit(ServingRuntimeSpec spec) {
        ModelFormat wanted = model.modelFormat();
        List<SupportedModelFormat> formats =
                spec.supportedModelFormats() == null ? List.of() : spec.supportedModelFormats();
        if (formats.stream().anyMatch(this::matches)) {
            return "serves it only when named (no autoSelect)";
        }
        return wanted == null || formats.isEmpty() ? "serves no format" : "serves " + list(formats);
    }

    /// The formats that a runtime offers, as text.
    static String list(List<SupportedModelFormat> formats) {
        return String.join(
                ", ",
                formats.stream()
                        .map(format ->
                                format.version() == null
                                        ? String.valueOf(format.name())
                                        : format.name() + " " + format.version())
                        .distinct()
                        .toList());
    }

    static List<SupportedModelFormat> formats(ServingRuntime runtime) {
        return runtime.spec() == null || runtime.spec().supportedModelFormats() == null
                ? List.of()
                : runtime.spec().supportedModelFormats();
    }

    static List<String> protocols(ServingRuntime runtime) {
        return runtime.spec() == null || runtime.spec().protocolVersions() == null
                ? List.of()
                : runtime.spec().protocolVersions();
    }

    /// KServe looks at the first entry of the format's name, whatever its version.
    private long priority(ServingRuntime runtime) {
        String wanted = model.modelFormat() == null ? null : model.modelFormat().name();
        return formats(runtime).stream()
                .filter(offered -> Objects.equals(offered.name(), wanted))
                .findFirst()
                .map(SupportedModelFormat::priority)
                .map(Integer::longValue)
                .orElse(Long.MIN_VALUE);
    }

    /// A runtime without a readable creation time counts as the oldest.
    private static Instant created(ServingRuntime runtime) {
        String time = runtime.metadata() == null ? null : runtime.metadata().creationTimestamp();
        try {
            return time == null ? Instant.MIN : Instant.parse(time);
        } catch (DateTimeParseException e) {
            return Instant.MIN;
        }
    }
}
