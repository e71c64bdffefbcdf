package io.gantry.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Golden fixtures: what was once on a topic must be readable for ever, and what is written changes
/// only on purpose.
class EventFixturesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Event> events() {
        return Samples.all().stream();
    }

    @Test
    void shouldHaveASampleOfEveryType() {
        List<EventType> sampled = Samples.all().stream().map(EventType::of).toList();

        assertThat(sampled).containsExactly(EventType.values());
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldWriteWhatTheFixtureSays(Event event) throws IOException {
        EncodedEvent encoded =
                new EventCodec("/gantry/test/1", InstantSource.system()).encode(event);

        assertThat(JSON.readTree(encoded.value().bytes())).isEqualTo(fixture(event));
        assertThat(encoded.topic()).isEqualTo(EventType.of(event).topic().topicName());
        assertThat(encoded.key()).isEqualTo(event.key());
        assertThat(encoded.headers())
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", EventType.of(event).ceType())
                .containsEntry("ce_source", "/gantry/test/1")
                .containsEntry("content-type", "application/json")
                .containsKeys("ce_id", "ce_time");
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldReadWhatTheFixtureSays(Event event) throws Exception {
        Map<String, String> headers =
                new HashMap<>(
                        new EventCodec("/gantry/test/1", InstantSource.system())
                                .encode(event)
                                .headers());

        var read =
                EventCodec.decode(event.topic(), headers, JSON.writeValueAsBytes(fixture(event)));

        assertThat(read).contains(event);
    }

    private static JsonNode fixture(Event event) throws IOException {
        String name = "/fixtures/" + EventType.of(event).ceType() + ".json";
        try (InputStream in = EventFixturesTest.class.getResourceAsStream(name)) {
            assertThat(in).as("fixture %s", name).isNotNull();
            return JSON.readTree(in);
        }
    }
}
