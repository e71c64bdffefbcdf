package io.gantry.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/// How a command prints what it got.
public enum OutputFormat {
    TABLE,
    JSON,
    YAML;

    private static final ObjectMapper JSON_WRITER = new ObjectMapper();
    private static final YAMLMapper YAML_WRITER =
            YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .build();

    /// The value as JSON or YAML. A table is the command's own affair.
    public String write(JsonNode value) {
        try {
            return switch (this) {
                case YAML -> YAML_WRITER.writeValueAsString(value);
                case JSON, TABLE ->
                        JSON_WRITER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written", e);
        }
    }
}
