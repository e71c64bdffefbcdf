package io.gantry.proxy.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Endpoint;
import io.gantry.events.Event;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.PredictorEvent;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.proxy.route.ServiceRoute;
import io.gantry.proxy.world.Events;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ObservedPropertyTest {

    @Property(tries = 300)
    void shouldEndAlikeHoweverOftenAndInWhateverOrderEventsCome(
            @ForAll("histories") List<Integer> history, @ForAll Random random) {
        // Given
        List<Event> events = new ArrayList<>();
        history.forEach(step -> events.add(event(step)));
        List<Event> mixedUp = new ArrayList<>(events);
        mixedUp.addAll(events);
        Collections.shuffle(mixedUp, random);

        // Then
        assertThat(routes(mixedUp)).isEqualTo(routes(events));
    }

    private static Map<String, ServiceRoute> routes(List<Event> events) {
        Observed observed = new Observed();
        Map<String, ServiceRoute> routes = new HashMap<>();
        for (Event event : events) {
            switch (event) {
                case InferenceServiceEvent service -> observed.accept(service);
                case PredictorEvent predictor -> observed.accept(predictor);
                default -> throw new IllegalStateException(event.toString());
            }
            observed.collectChanges()
                    .forEach((key, route) -> {
                        Optional<ServiceRoute> sorted = route.map(ObservedPropertyTest::inOrder);
                        sorted.ifPresentOrElse(
                                present -> routes.put(key, present), () -> routes.remove(key));
                    });
        }
        return routes;
    }

    private static ServiceRoute inOrder(ServiceRoute route) {
        return new ServiceRoute(
                route.namespace(),
                route.name(),
                route.createdSeconds(),
                route.revisions().stream()
                        .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                        .toList(),
                route.choice(),
                route.shadow(),
                route.batch(),
                route.hedge(),
                route.predictPath(),
                route.components(),
                route.served());
    }

    private static Event event(int step) {
        String service = "m" + step % 2;
        int revision = 1 + step / 2 % 3;
        return switch (step / 6 % 5) {
            case 0 ->
                    Events.applied(
                            "default", service, Events.revision(service, revision, 100, "{}"));
            case 1 -> Events.deleted("default", service);
            case 2 ->
                    Events.ready(
                            "default",
                            service,
                            revision,
                            new Endpoint("r" + step, "127.0.0.1", 9000 + step, "local", true, 1L));
            case 3 -> Events.inPhase("default", service, revision, Phase.STANDBY);
            default -> Events.removed("default", service, revision);
        };
    }

    @Provide
    Arbitrary<List<Integer>> histories() {
        return Arbitraries.integers().between(0, 29).list().ofMaxSize(20);
    }
}
