package io.gantry.proxy.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RingPropertyTest {

    /// Each knows the others, whatever the order in which it heard of them.
    @Property(tries = 300)
    void shouldHaveAllAgreeWhoComesFirst(
            @ForAll @Size(min = 1, max = 8) Set<@StringLength(min = 1, max = 40) String> proxies,
            @ForAll @NotEmpty String service) {
        Set<String> firsts =
                proxies.stream()
                        .map(proxy -> first(ring(proxy, proxies), service))
                        .collect(Collectors.toSet());

        assertThat(firsts).hasSize(1).isSubsetOf(proxies);
    }

    /// The orders of two proxies are one order, of which each sees what comes before itself.
    @Property(tries = 300)
    void shouldHaveAllAgreeWhoComesNext(
            @ForAll @Size(min = 2, max = 8) Set<@StringLength(min = 1, max = 40) String> proxies,
            @ForAll @NotEmpty String service) {
        List<String> order = ids(new Ring("nobody", false, peers(proxies)), service);

        assertThat(order).containsExactlyInAnyOrderElementsOf(proxies);
        for (String proxy : proxies) {
            assertThat(ids(ring(proxy, proxies), service))
                    .isEqualTo(order.subList(0, order.indexOf(proxy)));
        }
    }

    @Property(tries = 100)
    void shouldMoveOnlyWhatTheOneThatGoesHad(
            @ForAll @IntRange(min = 2, max = 8) int count, @ForAll @IntRange(max = 7) int gone) {
        Set<String> before = names(count);
        String leaving = "proxy-" + gone % count;
        Set<String> after = new HashSet<>(before);
        after.remove(leaving);

        for (String service : services()) {
            String first = first(service, before);
            if (!first.equals(leaving)) {
                assertThat(first(service, after)).isEqualTo(first);
            }
        }
    }

    @Test
    void shouldGiveEachAboutAsManyServices() {
        Map<String, Integer> counts = new HashMap<>();
        services().forEach(service -> counts.merge(first(service, names(5)), 1, Integer::sum));

        assertThat(counts).hasSize(5);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(150, 250));
    }

    @Test
    void shouldHaveNobodyBeforeItselfAlone() {
        assertThat(Ring.alone("me").before("default/m")).isEmpty();
        assertThat(new Ring("me", true, Map.of()).before("default/m")).isEmpty();
    }

    private static List<String> services() {
        return IntStream.range(0, 1000).mapToObj(i -> "default/model-" + i).toList();
    }

    private static Set<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "proxy-" + i).collect(Collectors.toSet());
    }

    private static String first(String service, Set<String> proxies) {
        return first(ring(proxies.iterator().next(), proxies), service);
    }

    private static String first(Ring ring, String service) {
        List<String> before = ids(ring, service);
        return before.isEmpty() ? ring.self() : before.getFirst();
    }

    private static List<String> ids(Ring ring, String service) {
        return new ArrayList<>(ring.before(service).stream().map(Peer::id).toList());
    }

    private static Ring ring(String self, Set<String> proxies) {
        Set<String> others = new HashSet<>(proxies);
        others.remove(self);
        return new Ring(self, true, peers(others));
    }

    private static Map<String, Peer> peers(Set<String> ids) {
        return ids.stream().collect(Collectors.toMap(id -> id, id -> Peer.at(id, "host", 1)));
    }
}
