package io.gantry.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds `asyncapi.yaml` to the code: every topic, every type, every field.
class AsyncApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = read();

    @Test
    void shouldDescribeEveryTopicAndNoOther() {
        List<String> addresses =
                DOCUMENT.get("channels")
                        .valueStream()
                        .map(channel -> channel.get("address").asText())
                        .toList();

        assertThat(addresses)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Topic.values()).map(Topic::topicName).toList());
    }

    @ParameterizedTest
    @EnumSource
    void shouldPutEveryTypeOnItsTopic(EventType type) {
        JsonNode channel =
                DOCUMENT.at("/channels/" + type.topic().topicName().replace("gantry.", ""));
        List<String> messages =
                channel.get("messages")
                        .valueStream()
                        .map(message -> message.get("$ref").asText())
                        .toList();

        assertThat(messages).contains("#/components/messages/" + type.record().getSimpleName());
        assertThat(
                        DOCUMENT.at("/components/messages/" + type.record().getSimpleName())
                                .get("name")
                                .asText())
                .isEqualTo(type.ceType());
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldDescribeEveryField(Class<?> record) {
        JsonNode described =
                withoutDescriptions(DOCUMENT.at("/components/schemas/" + record.getSimpleName()));

        assertThat(described).isEqualTo(JSON.valueToTree(RecordSchema.of(record)));
    }

    @Test
    void shouldDescribeNoSchemaThatDoesNotExist() {
        List<String> names = records().map(Class::getSimpleName).toList();

        assertThat(DOCUMENT.at("/components/schemas").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(names);
    }

    /// All records that travel as JSON, those inside others included.
    static Stream<Class<?>> records() {
        Set<Class<?>> found = new LinkedHashSet<>();
        Deque<Class<?>> open = new ArrayDeque<>();
        Arrays.stream(EventType.values())
                .filter(type -> type.topic() != Topic.INFERENCE_LOG)
                .forEach(type -> open.add(type.record()));
        while (!open.isEmpty()) {
            Class<?> record = open.remove();
            if (found.add(record)) {
                Arrays.stream(record.getRecordComponents())
                        .flatMap(AsyncApiTest::typesOf)
                        .filter(type -> type.isRecord() && type != LatencyHistogram.class)
                        .forEach(open::add);
            }
        }
        return found.stream();
    }

    private static Stream<Class<?>> typesOf(RecordComponent component) {
        return Collection.class.isAssignableFrom(component.getType())
                ? Stream.of(
                        (Class<?>)
                                ((java.lang.reflect.ParameterizedType) component.getGenericType())
                                        .getActualTypeArguments()[0])
                : Stream.of(component.getType());
    }

    private static JsonNode withoutDescriptions(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        removeDescriptions(copy);
        return copy;
    }

    /// A property may itself be called description, so only a text is one.
    private static void removeDescriptions(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("description").isTextual()) {
            object.remove("description");
        }
        node.forEach(AsyncApiTest::removeDescriptions);
    }

    private static JsonNode read() {
        try (InputStream in = AsyncApiTest.class.getResourceAsStream("/asyncapi.yaml")) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException("asyncapi.yaml cannot be read", e);
        }
    }
}
