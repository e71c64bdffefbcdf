package io.gantry.monitor.rule;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What a rule is for: all of what it gives has to fit.
///
/// @param namespace of services, in which `*` stands for any text; empty for any
/// @param name of the service, or of the node, consumer or topic; likewise
/// @param labels of services, by their keys; likewise, and one that a service does not have is an
///   empty text
/// @param languageModel whether services are of language models; empty for any
public record Match(
        Optional<String> namespace,
        Optional<String> name,
        Map<String, String> labels,
        Optional<Boolean> languageModel) {

    public Match {
        labels = Map.copyOf(labels);
    }

    /// @param scope of the rule's condition; what has no services' marks cannot be told by them
    static Match read(Fields fields, Condition.Scope scope) {
        Match match =
                new Match(
                        fields.text("namespace"),
                        fields.text("name"),
                        fields.map("labels"),
                        fields.choice("languageModel"));
        fields.refuseOthers();
        if (scope != Condition.Scope.SERVICE) {
            String problem = "only services have that, and this rule is of " + scope.words();
            match.namespace.ifPresent(_ -> fields.problem("namespace", problem));
            match.labels.keySet().stream().limit(1).forEach(_ -> fields.problem("labels", problem));
            match.languageModel.ifPresent(_ -> fields.problem("languageModel", problem));
        }
        return match;
    }

    public boolean fits(Subject subject) {
        return fits(namespace, subject.namespace())
                && fits(name, subject.name())
                && (labels.isEmpty() || fits(subject.labels().get()))
                && languageModel
                        .map(wanted -> wanted == subject.languageModel().getAsBoolean())
                        .orElse(true);
    }

    private boolean fits(Map<String, String> found) {
        return labels.entrySet().stream()
                .allMatch(label ->
                        Wildcard.fits(label.getValue(), found.getOrDefault(label.getKey(), "")));
    }

    private static boolean fits(Optional<String> pattern, String text) {
        return pattern.isEmpty() || Wildcard.fits(pattern.get(), text);
    }

    /// What may fit.
    ///
    /// @param labels asked for only where a rule has some
    /// @param languageModel likewise
    public record Subject(
            String namespace,
            String name,
            Supplier<Map<String, String>> labels,
            BooleanSupplier languageModel) {

        /// What is no service.
        public static Subject ofCluster(String name) {
            return new Subject("", name, Map::of, () -> false);
        }
    }
}
