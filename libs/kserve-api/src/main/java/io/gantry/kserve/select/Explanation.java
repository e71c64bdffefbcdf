package io.gantry.kserve.select;

import io.gantry.kserve.api.ModelFormat;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.defaults.Protocol;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Puts into words why no runtime was found: in detail for those that know the format by name, in
/// one list for the rest.
final class Explanation {
    private static final int LISTED = 20;

    private Explanation() {}

    static String of(Candidates candidates, RuntimeCatalog catalog) {
        ModelSpec model = candidates.model();
        if (catalog.all().findAny().isEmpty()) {
            return "no runtime serves %s; %s".formatted(wanted(model), existing(catalog));
        }
        List<ServingRuntime> related =
                catalog.all().filter(runtime -> knowsFormat(runtime, model)).toList();
        List<ServingRuntime> others =
                catalog.all().filter(runtime -> !related.contains(runtime)).toList();
        String why =
                related.stream()
                        .sorted(Comparator.comparing(ServingRuntime::name))
                        .map(runtime -> runtime.name() + " " + candidates.misfit(runtime))
                        .collect(Collectors.joining("; "));
        return Stream.of(
                        "no runtime serves %s with protocol %s%s"
                                .formatted(
                                        wanted(model),
                                        Protocol.of(model),
                                        model.protocolVersion() == null
                                                ? " (protocolVersion is not set)"
                                                : ""),
                        why,
                        others.isEmpty() ? "" : "for other formats there are " + names(others))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "))
                .concat(caseHint(model, related));
    }

    static String existing(RuntimeCatalog catalog) {
        List<ServingRuntime> all = catalog.all().toList();
        return all.isEmpty()
                ? "no runtimes are registered: apply a ServingRuntime first"
                : "there are " + names(all);
    }

    static String wanted(ModelSpec model) {
        ModelFormat format = model.modelFormat();
        if (format == null || format.name() == null) {
            return "a model without a modelFormat";
        }
        return format.version() == null
                ? "model format \"%s\"".formatted(format.name())
                : "model format \"%s\" version \"%s\"".formatted(format.name(), format.version());
    }

    /// What is wanted of a runtime, and what it serves instead.
    static String insteadOf(ModelSpec model, ServingRuntime runtime) {
        return "%s; it serves %s%s"
                .formatted(
                        wanted(model),
                        Candidates.list(Candidates.formats(runtime)),
                        caseHint(model, List.of(runtime)));
    }

    /// Formats are compared by case, which is easily missed (vllm and vLLM).
    static String caseHint(ModelSpec model, Collection<ServingRuntime> runtimes) {
        String wanted = model.modelFormat() == null ? null : model.modelFormat().name();
        return runtimes.stream()
                .flatMap(runtime -> Candidates.formats(runtime).stream())
                .map(format -> String.valueOf(format.name()))
                .filter(name -> name.equalsIgnoreCase(wanted) && !name.equals(wanted))
                .findFirst()
                .map(name -> "; the case matters: did you mean \"%s\"?".formatted(name))
                .orElse("");
    }

    private static boolean knowsFormat(ServingRuntime runtime, ModelSpec model) {
        String wanted = model.modelFormat() == null ? null : model.modelFormat().name();
        return Candidates.formats(runtime).stream()
                .anyMatch(format -> String.valueOf(format.name()).equalsIgnoreCase(wanted));
    }

    private static String names(List<ServingRuntime> runtimes) {
        String names =
                runtimes.stream()
                        .map(ServingRuntime::name)
                        .distinct()
                        .sorted()
                        .limit(LISTED)
                        .collect(Collectors.joining(", "));
        long hidden = runtimes.stream().map(ServingRuntime::name).distinct().count() - LISTED;
        return hidden > 0 ? names + " and %d more".formatted(hidden) : names;
    }
}
