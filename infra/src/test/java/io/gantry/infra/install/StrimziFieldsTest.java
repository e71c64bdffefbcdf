package io.gantry.infra.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strimzi.api.kafka.model.kafka.KafkaSpec;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePoolSpec;
import io.strimzi.api.kafka.model.topic.KafkaTopicSpec;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kafka's resources have only fields that Strimzi knows. Its resource definitions are not to be
/// had as a module, so its own classes read them, which keep what they do not know.
class StrimziFieldsTest {

    private static final Map<String, Class<?>> SPECS =
            Map.of(
                    "Kafka", KafkaSpec.class,
                    "KafkaNodePool", KafkaNodePoolSpec.class,
                    "KafkaTopic", KafkaTopicSpec.class);

    private final List<String> unknown = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldHaveFieldsThatStrimziKnows(String overlay) throws Exception {
        int resources = 0;
        for (JsonNode document :
                Kustomizations.rendered(Kustomizations.DIRECTORY.resolve("overlays/" + overlay))) {
            if (document.path("apiVersion").asText().equals("kafka.strimzi.io/v1")) {
                resources++;
                look(read(document), document.at("/metadata/name").asText());
            }
        }

        assertThat(resources).isGreaterThan(20);
        assertThat(unknown).isEmpty();
    }

    private static Object read(JsonNode document) throws Exception {
        Class<?> spec = Objects.requireNonNull(SPECS.get(document.path("kind").asText()));
        return new ObjectMapper().treeToValue(document.path("spec"), spec);
    }

    private void look(Object value, String path) throws ReflectiveOperationException {
        if (value instanceof Collection<?> elements) {
            for (Object element : elements) {
                look(element, path + "[]");
            }
        } else if (value.getClass().getName().matches("io\\.(strimzi|fabric8)\\..*")
                && !(value instanceof Enum)) {
            lookInside(value, path);
        }
    }

    private void lookInside(Object value, String path) throws ReflectiveOperationException {
        for (Method getter : value.getClass().getMethods()) {
            if (!getter.getName().startsWith("get") || getter.getParameterCount() > 0) {
                continue;
            }
            Object member = getter.invoke(value);
            if (member instanceof Map<?, ?> fields
                    && getter.getName().equals("getAdditionalProperties")) {
                fields.keySet().forEach(key -> unknown.add(path + "." + key));
            } else if (member != null) {
                look(member, path + "." + getter.getName().substring("get".length()));
            }
        }
    }
}
