package io.gantry.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gantry.events.Revision;
import io.gantry.proxy.world.Events;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevisionChoicePropertyTest {

    private static final String STICKY =
            "{\"metadata\": {\"annotations\": {\"gantry.io/sticky\": \"header:X-User\"}}}";

    @Property
    void shouldKeepWhoeverHasTheCanaryWhenItsShareGrows(
            @ForAll @AlphaChars @StringLength(max = 12) String user,
            @ForAll @IntRange(min = 0, max = 100) int share,
            @ForAll @IntRange(min = 0, max = 100) int growth,
            @ForAll Random random) {
        int later = Math.min(100, share + growth);
        int before = wishOf(user).dice(random::nextInt).applyAsInt(100);
        int after = wishOf(user).dice(random::nextInt).applyAsInt(100);

        assertThat(after).isEqualTo(before);
        // The canary comes last among the shares.
        if (before >= 100 - share) {
            assertThat(after).isGreaterThanOrEqualTo(100 - later);
        }
    }

    @Test
    void shouldSpreadUsersAsTheSharesSay() {
        int users = 20_000;
        long first = 0;
        for (int user = 0; user < users; user++) {
            first += wishOf("user-" + user).dice(_ -> 0).applyAsInt(100) < 20 ? 1 : 0;
        }
        assertThat((double) first / users).isCloseTo(0.2, within(0.015));
    }

    @Test
    void shouldDrawAmongSeveralCanariesByTheirShares() {
        RevisionChoice choice =
                choice(
                        """
                        {"metadata": {"annotations": {"gantry.io/canary-by-header": "X-Canary"}},
                         "spec": {"canary": [{"predictor": {"name": "a"}}, {"predictor": {"name": "b"}}]}}
                        """,
                        Events.revision("m", 3, 70),
                        Events.revision("m", 1, 20, "{\"name\": \"a\"}"),
                        Events.revision("m", 2, 10, "{\"name\": \"b\"}"));

        assertThat(choice.wish(saying("X-Canary", "always"), null, _ -> 19))
                .isEqualTo(new Wish.One("m-00001"));
        assertThat(choice.wish(saying("X-Canary", "always"), null, _ -> 20))
                .isEqualTo(new Wish.One("m-00002"));
        assertThat(choice.wish(saying("X-Canary", "never"), null, _ -> 0))
                .isEqualTo(new Wish.One("m-00003"));
    }

    @Test
    void shouldTagVariantsByTheirNames() {
        RevisionChoice choice =
                choice(
                        """
                        {"metadata": {"annotations": {"serving.kserve.io/enable-tag-routing": "true"}}}
                        """,
                        Events.revision("m", 1, 80),
                        Events.revision("m", 2, 20, "{\"name\": \"quantized\"}"));

        assertThat(choice.wish(saying(RevisionChoice.TAG_HEADER, "quantized"), null, _ -> 0))
                .isEqualTo(new Wish.One("m-00002"));
        assertThat(choice.wish(saying("X-Other", "y"), "prev", _ -> 0))
                .isEqualTo(new Wish.One("m-00001"));
    }

    @Test
    void shouldNotTagWhatIsNotThere() {
        RevisionChoice choice =
                choice(
                        """
                        {"metadata": {"annotations": {"serving.kserve.io/enable-tag-routing": "true"}}}
                        """,
                        Events.revision("m", 7, 100));

        assertThat(choice.wish(saying("X-Other", "y"), "prev", _ -> 0))
                .isEqualTo(new Wish.Unknown("prev", List.of("latest", "m-00007")));
    }

    private static Wish wishOf(String user) {
        return choice(STICKY, Events.revision("m", 1, 80), Events.revision("m", 2, 20))
                .wish(saying("X-User", user), null, _ -> 0);
    }

    private static RevisionChoice choice(String manifest, Revision... revisions) {
        return RevisionChoice.of(Events.appliedAs(manifest, "default", "m", revisions))
                .orElseThrow();
    }

    private static RevisionChoice.Request saying(String header, String value) {
        return new RevisionChoice.Request() {

            @Override
            public @Nullable String header(String name) {
                return name.equals(header) ? value : null;
            }

            @Override
            public @Nullable String cookie(String name) {
                return null;
            }
        };
    }
}
