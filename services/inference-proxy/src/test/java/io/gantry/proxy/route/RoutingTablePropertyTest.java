package io.gantry.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
    private static final List<String> SERVED = List.of("bert", "llama", "adapter");
    private static final List<String> ASKED =
            Stream.concat(NAMES.stream(), SERVED.stream()).distinct().toList();

    @Property
    void shouldKnowExactlyWhatTheLastChangesLeft(
            @ForAll("history") List<Map<String, Optional<ServiceRoute>>> history) {
        Map<String, ServiceRoute> expected = expected(history);
        RoutingTable table = table(history);

        assertThat(table.services()).containsExactlyInAnyOrderElementsOf(expected.values());
        for (String namespace : NAMESPACES) {
            for (String name : ASKED) {
                assertThat(table.find(namespace, name))
                        .as("%s in %s", name, namespace)
                        .isEqualTo(within(claimants(expected, namespace, name), name));
            }
        }
    }

    @Property
    void shouldFindABareNameByDefaultThenByBeingTheOnlyOne(
            @ForAll("history") List<Map<String, Optional<ServiceRoute>>> history) {
        Map<String, ServiceRoute> expected = expected(history);
        RoutingTable table = table(history);

        for (String name : ASKED) {
            List<List<ServiceRoute>> claimants =
                    NAMESPACES.stream()
                            .map(namespace -> claimants(expected, namespace, name))
                            .filter(services -> !services.isEmpty())
                            .toList();
            assertThat(table.find(null, name)).as(name).isEqualTo(bare(claimants, name));
        }
    }

    /// A namespace's services that have a name, or whose servers have it, by their own.
    private static List<ServiceRoute> claimants(
            Map<String, ServiceRoute> services, String namespace, String name) {
        return services.values().stream()
                .filter(service -> service.namespace().equals(namespace))
                .filter(service -> service.name().equals(name) || service.served().contains(name))
                .sorted(Comparator.comparing(ServiceRoute::name))
                .toList();
    }

    private static Lookup within(List<ServiceRoute> claimants, String name) {
        return claimants.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .<Lookup>map(Lookup.Found::new)
                .orElseGet(() -> lookup(claimants));
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
            default -> new Lookup.Ambiguous(meant.stream().map(ServiceRoute::key).toList());
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

    /// @param claimants of each namespace that has some, `default` first
    private static Lookup bare(List<List<ServiceRoute>> claimants, String name) {
        if (claimants.isEmpty()) {
            return new Lookup.Unknown();
        }
        List<ServiceRoute> first = claimants.getFirst();
        boolean clear = claimants.size() == 1 || first.getFirst().namespace().equals("default");
        return clear
                ? within(first, name)
                : lookup(claimants.stream().flatMap(List::stream).toList());
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
                                Arbitraries.longs().between(1, 9),
                                Arbitraries.of(SERVED).list().uniqueElements().ofMaxSize(2))
                        .as((namespace, name, made, served) ->
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
                                                Components.NONE,
                                                served)));
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
