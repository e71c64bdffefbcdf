package io.gantry.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCodecTest {

    @Test
    void shouldSayThatTheTypeHeaderIsMissing() {
        assertThatThrownBy(() -> EventCodec.decode(Topic.SCALING, Map.of(), bytes("{}")))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("no ce_type header");
    }

    @Test
    void shouldNameTheFieldThatIsMissing() {
        assertThatThrownBy(() ->
                        decode(
                                EventType.INFERENCE_SERVICE_APPLIED,
                                """
                                {"namespace":"a","name":"b","uid":"c","generation":1,"manifest":{},
                                 "revisions":[{"name":"b-00001","number":1,"trafficPercent":100}]}\
                                """))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("revisions[0].predictor is missing");
    }

    @Test
    void shouldSayThatTheDataIsNoJson() {
        assertThatThrownBy(() -> decode(EventType.SCALING_DECIDED, "{\"namespace\": "))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("io.gantry.scaling.decided.v1");
    }

    @Test
    void shouldRefuseATypeOfAnotherTopic() {
        Map<String, String> headers = Map.of("ce_type", "io.gantry.scaling.removed.v1");

        assertThatThrownBy(() -> EventCodec.decode(Topic.ALERTS, headers, bytes("{}")))
                .hasMessageContaining("belongs on gantry.scaling, found on gantry.alerts");
    }

    @Test
    void shouldPassOverTypesOfNewerVersions() throws UnreadableEventException {
        Map<String, String> headers = Map.of("ce_type", "io.gantry.scaling.decided.v2");

        assertThat(EventCodec.decode(Topic.SCALING, headers, bytes("what ever"))).isEmpty();
    }

    @Test
    void shouldTolerateFieldsAndReasonsOfNewerVersions() throws UnreadableEventException {
        Event event =
                decode(
                        EventType.ARTIFACT_FAILED,
                        """
                        {"artifact":"a","node":"n","storageUri":"s3://b","generation":1,"colour":"blue",
                         "failure":{"reason":"SolarFlare","message":"m","remedy":"r"}}\
                        """);

        assertThat(event)
                .isInstanceOfSatisfying(
                        ArtifactFailed.class,
                        failed ->
                                assertThat(failed.failure().reason())
                                        .isEqualTo(FailureReason.UNKNOWN));
    }

    @Test
    void shouldReadWhatOlderVersionsSaidOfAlertsAndNodes() throws UnreadableEventException {
        assertThat(
                        decode(
                                EventType.ALERT_OPENED,
                                """
                                {"namespace":"n","name":"m","alert":"A","severity":"warning","summary":"s",
                                 "startsAt":"2026-01-02T03:04:05Z"}\
                                """))
                .isEqualTo(
                        new AlertOpened(
                                "n",
                                "m",
                                "A",
                                Severity.WARNING,
                                "s",
                                Instant.parse("2026-01-02T03:04:05Z")));
        assertThat(
                        decode(
                                EventType.NODE_OBSERVED,
                                "{\"node\":\"n\",\"generation\":1,\"intervalMillis\":10}"))
                .isEqualTo(new NodeObserved("n", 1, Map.of(), Map.of(), 10));
    }

    @Property
    void shouldNeverFailOtherwiseThanUnreadable(@ForAll byte[] value) {
        for (EventType type : EventType.values()) {
            try {
                EventCodec.decode(type.topic(), Map.of("ce_type", type.ceType()), value);
            } catch (UnreadableEventException expected) {
                assertThat(expected).hasMessageStartingWith("The ");
            }
        }
    }

    @Test
    void shouldKeepPayloadsOutOfTexts() {
        Payload payload = new Payload("text/plain", bytes("my secret prompt"));

        assertThat(payload.toString()).doesNotContain("secret").contains("16 bytes");
        assertThat(
                        new LoggedExchange(
                                "1",
                                "n",
                                "m",
                                "predictor",
                                "m-1",
                                Map.of("key", List.of("secret")),
                                Map.of()))
                .hasToString("LoggedExchange[1, n/m/m-1]");
    }

    @Test
    void shouldKeepWhatIsKnownOfALoggedBody() throws UnreadableEventException {
        Event event =
                new InferenceResponseLogged(
                        new LoggedExchange(
                                "1",
                                "n",
                                "m",
                                "predictor",
                                "m-1",
                                Map.of("x-tenant", List.of("a", "b")),
                                Map.of("team", "search")),
                        new Payload("text/plain", "gzip", new byte[] {31, -117}, 4711));

        EncodedEvent encoded = new EventCodec("/test", InstantSource.system()).encode(event);

        assertThat(encoded.headers())
                .containsEntry("ce_contentencoding", "gzip")
                .containsEntry("ce_size", "4711")
                .containsEntry("ce_metadata", "{\"x-tenant\":[\"a\",\"b\"]}")
                .containsEntry("ce_annotations", "{\"team\":\"search\"}");
        assertThat(
                        EventCodec.decode(
                                Topic.INFERENCE_LOG, encoded.headers(), encoded.value().bytes()))
                .contains(event);
    }

    @ParameterizedTest
    @CsvSource({"ce_size, 4 KiB", "ce_metadata, [", "ce_annotations, nothing"})
    void shouldSayWhatOfALogMessageCannotBeRead(String header, String value) {
        Event request =
                Samples.all().stream()
                        .filter(InferenceRequestLogged.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        Map<String, String> headers =
                new HashMap<>(
                        new EventCodec("/test", InstantSource.system()).encode(request).headers());
        headers.put(header, value);

        assertThatThrownBy(() -> EventCodec.decode(Topic.INFERENCE_LOG, headers, new byte[0]))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(header);
    }

    private static Event decode(EventType type, String json) throws UnreadableEventException {
        return EventCodec.decode(type.topic(), Map.of("ce_type", type.ceType()), bytes(json))
                .orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
