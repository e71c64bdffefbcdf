package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NamesPropertyTest {

    @Property
    void shouldBeNamesThatKubernetesTakes(@ForAll("services") String service) {
        String revision = service + "-00012";
        String deployment = Names.predictorOf(service, "v", revision);
        for (String name :
                List.of(
                        Names.predictor(service, null),
                        deployment,
                        Names.worker(deployment),
                        Names.leaderWorkerSet(deployment),
                        Names.head(service, revision),
                        Names.transformer(service))) {
            assertThat(name).matches("[a-z]([-a-z0-9]*[a-z0-9])?");
            assertThat(name.length()).isLessThanOrEqualTo(63);
        }
        assertThat(Names.leaderWorkerSet(deployment).length()).isLessThanOrEqualTo(45);
        assertThat(Names.app(deployment)).matches("isvc\\.[-a-z0-9]*[a-z0-9]");
        assertThat(Names.app(deployment).length()).isLessThanOrEqualTo(63);
    }

    /// However long the service's name is, nothing of one revision is called as another's.
    @Property
    void shouldTellRevisionsApart(@ForAll("services") String service) {
        String first = Names.predictorOf(service, null, service + "-00001");
        String second = Names.predictorOf(service, null, service + "-00002");

        assertThat(first).isNotEqualTo(second);
        assertThat(Names.app(first)).isNotEqualTo(Names.app(second));
        assertThat(Names.worker(first)).isNotEqualTo(Names.worker(second));
    }

    @Example
    void shouldBeKServesNames() {
        assertThat(Names.predictor("m", null)).isEqualTo("m-predictor");
        assertThat(Names.predictor("m", "blue")).isEqualTo("m-blue-predictor");
        assertThat(Names.predictorOf("m", null, "m-00003")).isEqualTo("m-predictor-00003");
        assertThat(Names.worker("m-predictor")).isEqualTo("m-predictor-worker");
        assertThat(Names.head("m", "m-00003")).isEqualTo("m-head-00003");
    }

    @Provide
    Arbitrary<String> services() {
        return Arbitraries.strings()
                .withChars("abcxyz0189-")
                .ofMinLength(1)
                .ofMaxLength(70)
                .map(name -> "m" + name + "z");
    }
}
