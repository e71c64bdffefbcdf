package io.gantry.registry.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.problem.Problem.FieldError;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Reads Hugging Face's config.json.
final class Architectures {

    private static final Map<String, Function<ConfigFields, Architecture>> READERS = readers();

    /// Said of a config.json whose figures are beyond what can be calculated with.
    static final FieldError BEYOND =
            new FieldError(
                    "config",
                    "gives sizes beyond 8 EiB, which no model has; check its numbers, contextLength and batchSize");

    private Architectures() {}

    static ArchitectureReading read(ObjectNode config) {
        ConfigFields fields = new ConfigFields(config);
        Function<ConfigFields, Architecture> reader = READERS.get(type(config));
        if (reader == null) {
            String type =
                    fields.has("model_type") ? "is " + config.path("model_type") : "is missing";
            return new ArchitectureReading.Unknown(
                    ConfigFields.error(
                            "model_type",
                            "%s; models are counted of the types %s"
                                    .formatted(type, String.join(", ", READERS.keySet()))));
        }
        try {
            return read(reader, fields);
        } catch (ArithmeticException e) {
            return new ArchitectureReading.Wrong(List.of(BEYOND));
        }
    }

    private static ArchitectureReading read(
            Function<ConfigFields, Architecture> reader, ConfigFields fields) {
        Architecture architecture = reader.apply(fields);
        if (!fields.wrong().isEmpty()) {
            return new ArchitectureReading.Wrong(fields.wrong());
        }
        return fields.gap()
                .<ArchitectureReading>map(ArchitectureReading.Unknown::new)
                .orElseGet(() -> new ArchitectureReading.Known(architecture));
    }

    private static String type(ObjectNode config) {
        return config.path("model_type").asText();
    }

    private static Map<String, Function<ConfigFields, Architecture>> readers() {
        Map<String, Function<ConfigFields, Architecture>> readers = new TreeMap<>();
        Arrays.stream(Family.values())
                .forEach(family ->
                        readers.put(family.type(), fields -> Decoders.read(family, fields)));
        readers.put("phi", Phi::read);
        readers.put("deepseek_v2", DeepSeek::read);
        readers.put("deepseek_v3", DeepSeek::read);
        readers.put("kimi_k2", DeepSeek::read);
        readers.put("bert", fields -> Encoders.bert(fields, 0));
        // The first two positions of RoBERTa's table are for padding.
        readers.put("roberta", fields -> Encoders.bert(fields, 2));
        readers.put("xlm-roberta", fields -> Encoders.bert(fields, 2));
        readers.put("distilbert", Encoders::distilbert);
        return readers;
    }
}
