package io.gantry.kserve.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.Quantity;
import java.util.List;
import java.util.regex.Pattern;

/// TrainedModels (`pkg/apis/serving/v1alpha1/trainedmodel_webhook.go`).
final class TrainedModelRules implements KindRules {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

    /// What the agent in the model server's pod downloads (`pkg/agent/storage/provider.go`).
    private static final List<String> PREFIXES =
            List.of("s3://", "gs://", "abfs://", "https://", "http://");

    @Override
    public void validate(Change change, Findings findings) {
        Field model = change.field().at("spec", "model");
        Field name = change.field().at("metadata", "name");
        if (!NAME.matcher(name.text()).matches()) {
            name.wrong(
                    ("the Trained Model \"%s\" is invalid: a Trained Model name must consist of"
                                    + " alphanumeric characters, '_', or '-'. (e.g. \"my-Name\" or"
                                    + " \"abc_123\", regex used for validation is '^%s$')")
                            .formatted(name.text(), NAME.pattern()),
                    "use letters, digits, '_' and '-'",
                    findings);
        }
        Field uri = model.get("storageUri");
        if (PREFIXES.stream().noneMatch(uri.text()::startsWith)) {
            uri.wrong(
                    ("the Trained Model \"%s\" storageUri field is invalid. The storage uri must"
                                    + " start with one of the prefixes: %s. (the storage uri given is"
                                    + " \"%s\")")
                            .formatted(name.text(), String.join(", ", PREFIXES), uri.text()),
                    "copy the model to one of these",
                    findings);
        }
        change.oldField().ifPresent(old -> memory(old, change.field(), findings));
    }

    /// The model server was chosen by it.
    private static void memory(Field old, Field model, Findings findings) {
        Field before = old.at("spec", "model", "memory");
        Field after = model.at("spec", "model", "memory");
        if (!same(before.node(), after.node())) {
            after.wrong(
                    "the Trained Model \"%s\" memory field is immutable. The memory was \"%s\" but it is updated to \"%s\""
                            .formatted(
                                    model.at("metadata", "name").text(),
                                    before.node().asText(),
                                    after.node().asText()),
                    "keep it, or delete the TrainedModel and create it anew",
                    findings);
        }
    }

    private static boolean same(JsonNode before, JsonNode after) {
        return before.equals(after)
                || Quantity.parse(before)
                        .flatMap(one -> Quantity.parse(after).map(two -> one.compareTo(two) == 0))
                        .orElse(false);
    }
}
