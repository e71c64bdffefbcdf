package io.gantry.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoutingTablePropertyTest {

    private static final List<String> NAMESPACES = List.of("default", "blue", "blue-b");
    private static final List<String> NAMES =
            List.of("bert", "llama", "bert-blue", "bert-predictor");

    @Property
    void shouldKnowExactlyWhatTheLastChangesLeft(
            @ForAll("history") List<Map<String, Optional<ServiceRoute>>> history) {
        Map<String, ServiceRoute> expected = expected(history);
        RoutingTable table = table(history);

        assertThat(table.services()).containsExactlyInAnyOrderElementsOf(expected.values());
        for (String namespace : NAMESPACES) {
            for (String name : NAMES) {
                ServiceRoute service = expected.get(namespace + "/" + name);
                assertThat(table.find(namespace, name))
                        .isEqualTo(
                                service == null ? new Lookup.Unknown() : new Lookup.Found(service));
            }
        }
    }

    @Property
    void shouldFindABareNameByDefaultThenByBeingTheOnlyOne(
            @ForAll("history") List<Map<String, Optional<ServiceRoute>>> history) {
        Map<String, ServiceRoute> expected = expected(history);
        RoutingTable table = table(history);

        for (String name : NAMES) {
            List<ServiceRoute> same =
                    NAMESPACES.stream()
                            .map(namespace -> expected.get(namespace + "/" + name))
                            .filter(service -> service != null)
                            .toList();
            assertThat(table.find(null, name)).isEqualTo(bare(same));
        }
    }

    @Property
    void shouldFindAHostByWhomItIsNamedAfterThenByWhosePredictorItIs(
            @ForAll("history") List<Map<String, Optional<ServiceRoute>>> history) {
        Map<String, ServiceRoute> expected = expected(history);
        RoutingTable table = table(history);

        for (String namespace : NAMESPACES) {
            for (String name : NAMES) {
                for (String infix : List.of("-", "-predictor-")) {
                    String label = name + infix + namespace;
                    List<ServiceRoute> own = withLabel(expected, label, "-");
                    List<ServiceRoute> meant =
                            own.isEmpty() ? withLabel(expected, label, "-predictor-") : own;
                    assertThat(table.findByHost(label))
                            .as(label)
                            .isEqualTo(own.isEmpty() ? ofPredictor(lookup(meant)) : lookup(meant));
                }
            }
        }
    }

    /// The services that a label could mean, by namespace.
    private static List<ServiceRoute> withLabel(
            Map<String, ServiceRoute> services, String label, String infix) {
        return services.values().stream()
                .filter(service -> label.equals(service.name() + infix + service.namespace()))
                .sorted(Comparator.comparing(ServiceRoute::namespace))
                .toList();
    }

    private static Lookup ofPredictor(Lookup found) {
        return found instanceof Lookup.Found(ServiceRoute service)
                ? new Lookup.OfPredictor(service)
                : found;
    }

    private static Lookup lookup(List<ServiceRoute> meant) {
        return switch (meant.size()) {
            case 0 -> new Lookup.Unknown();
            case 1 -> new Lookup.Found(meant.getFirst());
            default -> new Lookup.Ambiguous(meant.stream().map(ServiceRoute::namespace).toList());
        };
    }

    @Property
    void shouldLeaveTheTableBeforeAsItWas(
            @ForAll("history") List<Map<String, Optional<ServiceRoute>>> history,
            @ForAll("changes") Map<String, Optional<ServiceRoute>> more) {
        RoutingTable before = table(history);
        List<ServiceRoute> services = List.copyOf(before.services());

        before.with(more);

        assertThat(before.services()).containsExactlyInAnyOrderElementsOf(services);
    }

    private static Lookup bare(List<ServiceRoute> same) {
        if (same.isEmpty()) {
            return new Lookup.Unknown();
        }
        boolean clear = same.size() == 1 || same.getFirst().namespace().equals("default");
        return clear
                ? new Lookup.Found(same.getFirst())
                : new Lookup.Ambiguous(same.stream().map(ServiceRoute::namespace).toList());
    }

    private static RoutingTable table(List<Map<String, Optional<ServiceRoute>>> history) {
        RoutingTable table = RoutingTable.EMPTY;
        for (Map<String, Optional<ServiceRoute>> changes : history) {
            table = table.with(changes);
        }
        return table;
    }

    private static Map<String, ServiceRoute> expected(
            List<Map<String, Optional<ServiceRoute>>> history) {
        Map<String, ServiceRoute> services = new HashMap<>();
        history.forEach(changes ->
                changes.forEach((key, service) ->
                        service.ifPresentOrElse(
                                present -> services.put(key, present),
                                () -> services.remove(key))));
        return services;
    }

    @Provide
    Arbitrary<List<Map<String, Optional<ServiceRoute>>>> history() {
        return changes().list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<Map<String, Optional<ServiceRoute>>> changes() {
        Arbitrary<Optional<ServiceRoute>> change =
                Combinators.combine(
                                Arbitraries.of(NAMESPACES),
                                Arbitraries.of(NAMES),
                                Arbitraries.longs().between(1, 9))
                        .as((namespace, name, made) ->
                                Optional.of(
                                        new ServiceRoute(
                                                namespace,
                                                name,
                                                made,
                                                List.of(),
                                                null,
                                                null,
                                                null,
                                                null,
                                                "/",
                                                Components.NONE)));
        return Combinators.combine(change, Arbitraries.of(true, false))
                .as((service, kept) ->
                        Map.entry(
                                service.orElseThrow().key(),
                                kept ? service : Optional.<ServiceRoute>empty()))
                .list()
                .ofMaxSize(4)
                .map(RoutingTablePropertyTest::lastOfEach);
    }

    private static Map<String, Optional<ServiceRoute>> lastOfEach(
            List<Map.Entry<String, Optional<ServiceRoute>>> entries) {
        Map<String, Optional<ServiceRoute>> changes = new HashMap<>();
        entries.forEach(entry -> changes.put(entry.getKey(), entry.getValue()));
        return changes;
    }
}
