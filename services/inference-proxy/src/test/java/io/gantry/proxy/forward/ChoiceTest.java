package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.Keys;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.World;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How requests choose their revision by themselves.
@QuarkusTest
class ChoiceTest {

    private static final String NAMESPACE = Keys.DEFAULT_NAMESPACE;
    private static final int TRIES = 30;

    @Inject MeterRegistry metrics;

    private World world;
    private Predictor stable;
    private Predictor canary;

    @BeforeEach
    void open() {
        world = new World();
        stable = Predictor.named("stable");
        canary = Predictor.named("canary");
    }

    @AfterEach
    void close() {
        world.close();
        stable.close();
        canary.close();
    }

    @Test
    void shouldGoToTheRevisionOfATag() {
        String model = serve(50, "\"serving.kserve.io/enable-tag-routing\": \"true\"");

        assertThat(each(model, "Knative-Serving-Tag", "latest")).containsExactly("canary");
        assertThat(each(model, "Knative-Serving-Tag", "prev")).containsExactly("stable");
        assertThat(each(model, "Knative-Serving-Tag", model + "-00001")).containsExactly("stable");
    }

    @Test
    void shouldGoToTheRevisionOfTheTagInTheHost() throws Exception {
        String model = serve(50, "\"serving.kserve.io/enable-tag-routing\": \"true\"");

        assertThat(atHost("latest-%s-default.example.com".formatted(model), model))
                .contains("x-predictor: canary");
        assertThat(atHost("prev-%s-predictor-default.example.com".formatted(model), model))
                .contains("x-predictor: stable");
        String untagged = serve(0, "\"other\": \"true\"");
        assertThat(atHost("latest-%s-default.example.com".formatted(untagged), untagged))
                .startsWith("HTTP/1.1 404")
                .contains("has no tags");
        assertThat(atHost("other-%s-default.example.com".formatted(model), model))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void shouldSayWhichTagsThereAre() {
        String model = serve(50, "\"serving.kserve.io/enable-tag-routing\": \"true\"");

        var answer = world.send(asking(model).header("Knative-Serving-Tag", "v3"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("no revision tagged 'v3'", "latest, prev");
    }

    @Test
    void shouldPassOverTagsOfAServiceThatHasNone() {
        String model = serve(0, "\"other\": \"true\"");

        assertThat(each(model, "Knative-Serving-Tag", "latest")).containsExactly("stable");
    }

    @Test
    void shouldGoToTheCanaryOrNotAsAHeaderSays() {
        String model = serve(50, "\"gantry.io/canary-by-header\": \"X-Canary\"");

        assertThat(each(model, "X-Canary", "always")).containsExactly("canary");
        assertThat(each(model, "X-Canary", "never")).containsExactly("stable");
        assertThat(each(model, "X-Canary", "perhaps")).contains("stable", "canary");
    }

    @Test
    void shouldGoToADarkCanaryByTheValueThatItNames() {
        String model =
                serve(
                        0,
                        "\"gantry.io/canary-by-header\": \"X-Team\", \"gantry.io/canary-by-header-value\": \"search\"");

        assertThat(each(model, "X-Team", "search")).containsExactly("canary");
        assertThat(each(model, "X-Team", "always")).containsExactly("stable");
    }

    @Test
    void shouldGoToTheCanaryAsACookieSays() {
        String model = serve(0, "\"gantry.io/canary-by-cookie\": \"try\"");

        assertThat(each(model, "Cookie", "a=b; try=always")).containsExactly("canary");
        assertThat(each(model, "Cookie", "a=b; try=never")).containsExactly("stable");
    }

    @Test
    void shouldGiveOneUserAlwaysTheSame() {
        String model = serve(50, "\"gantry.io/sticky\": \"header:X-User\"");
        String ofCookie = serve(50, "\"gantry.io/sticky\": \"cookie:session\"");

        Set<String> seen =
                IntStream.range(0, TRIES)
                        .mapToObj(user -> {
                            Set<String> answers = each(model, "X-User", "u" + user);
                            assertThat(answers).hasSize(1);
                            return answers.iterator().next();
                        })
                        .collect(Collectors.toSet());

        assertThat(seen).containsExactlyInAnyOrder("stable", "canary");
        assertThat(each(ofCookie, "Cookie", "session=me")).hasSize(1);
        assertThat(each(model, "X-Other", "u")).hasSize(2);
    }

    @Test
    void shouldWaitForTheRevisionThatItIsForAlthoughAnotherIsReady() {
        String model = named("\"gantry.io/canary-by-header\": \"X-Canary\"", 10);
        world.publish(
                Events.ready(NAMESPACE, model, 1, stable.endpoint()),
                Events.inPhase(NAMESPACE, model, 2, Phase.LOADING));
        world.awaitReplicas(model, 1);

        var waiting = world.sendAsync(asking(model).header("X-Canary", "always"));
        await().until(() ->
                world.traffic(model).stream()
                        .anyMatch(
                                sample -> sample.revision().endsWith("2") && sample.queued() == 1));
        world.publish(Events.ready(NAMESPACE, model, 2, canary.endpoint()));

        assertThat(waiting.join().body()).isEqualTo("canary");
        assertThat(stable.requests()).isEmpty();
    }

    @Test
    void shouldTellWhoWaitsForARevisionThatItHasFailed() {
        String model = named("\"gantry.io/canary-by-header\": \"X-Canary\"", 10);
        world.publish(
                Events.ready(NAMESPACE, model, 1, stable.endpoint()),
                Events.inPhase(NAMESPACE, model, 2, Phase.LOADING));
        world.awaitReplicas(model, 1);
        var waiting = world.sendAsync(asking(model).header("X-Canary", "always"));
        await().until(() -> world.traffic(model).stream().anyMatch(sample -> sample.queued() == 1));

        world.publish(
                Events.failed(
                        NAMESPACE,
                        model,
                        2,
                        Failure.of(FailureReason.OUT_OF_MEMORY, "It was killed", "Give it more.")));

        assertThat(waiting.join().statusCode()).isEqualTo(503);
        assertThat(waiting.join().body()).contains("It was killed");
        assertThat(world.send(asking(model).header("X-Canary", "always")).statusCode())
                .isEqualTo(503);
        assertThat(world.send(asking(model)).body()).isEqualTo("stable");
    }

    @Test
    void shouldGiveADarkCanaryACopyWhoseAnswerNobodySees() {
        String model = serve(0, "\"gantry.io/shadow-percent\": \"100\"");

        for (int i = 0; i < TRIES; i++) {
            assertThat(world.send(asking(model)).body()).isEqualTo("stable");
        }

        await().until(() -> canary.requests().size() == TRIES);
        assertThat(stable.requests()).hasSize(TRIES);
        await().until(() -> answered(model, "2") == TRIES);
    }

    @Test
    void shouldServeAllTheSameWhenTheShadowFails() {
        String model = serve(0, "\"gantry.io/shadow-percent\": \"100\"");
        canary.close();

        for (int i = 0; i < TRIES; i++) {
            assertThat(world.send(asking(model)).body()).isEqualTo("stable");
        }
    }

    @Test
    void shouldGiveNoCopiesToACanaryWithAShare() {
        String model = serve(1, "\"gantry.io/shadow-percent\": \"100\"");

        for (int i = 0; i < TRIES; i++) {
            world.send(asking(model));
        }

        assertThat(stable.requests().size() + canary.requests().size()).isEqualTo(TRIES);
    }

    private double answered(String model, String revision) {
        return metrics.find("gantry.proxy.requests").tag("model", model).counters().stream()
                .filter(each -> String.valueOf(each.getId().getTag("revision")).endsWith(revision))
                .mapToDouble(Counter::count)
                .sum();
    }

    private Set<String> each(String model, String header, String value) {
        return IntStream.range(0, TRIES)
                .mapToObj(_ -> world.send(asking(model).header(header, value)).body())
                .collect(Collectors.toSet());
    }

    private String atHost(String host, String model) throws Exception {
        try (RawClient client = new RawClient(RestAssured.port)) {
            client.send(
                    """
                    POST /v1/models/%s:predict HTTP/1.1\r
                    Host: %s\r
                    Content-Length: 2\r
                    Connection: close\r
                    \r
                    {}\
                    """
                            .formatted(model, host));
            return client.drain();
        }
    }

    /// With both of its revisions ready.
    ///
    /// @param percent of the canary
    private String serve(int percent, String annotations) {
        String name = named(annotations, percent);
        world.publish(
                Events.ready(NAMESPACE, name, 1, stable.endpoint()),
                Events.ready(NAMESPACE, name, 2, canary.endpoint()));
        world.awaitReplicas(name, 2);
        return name;
    }

    private String named(String annotations, int percent) {
        String name = World.newName();
        world.publish(
                Events.appliedAs(
                        "{\"metadata\": {\"annotations\": {%s}}}".formatted(annotations),
                        NAMESPACE,
                        name,
                        Events.revision(name, 1, 100 - percent),
                        Events.revision(name, 2, percent)));
        return name;
    }

    private HttpRequest.Builder asking(String model) {
        return world.posting("/v1/models/%s:predict".formatted(model), "{}");
    }
}
