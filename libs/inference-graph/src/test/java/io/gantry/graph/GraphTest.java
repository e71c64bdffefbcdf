package io.gantry.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GraphTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void shouldReadWhatAStepSays() throws Exception {
        Graph graph =
                graph(
                        """
                        {"nodes":{"root":{"routerType":"Splitter","steps":[
                          {"name":"one","serviceName":"a","weight":20,"data":"$response",
                           "dependency":"Hard","condition":"a.#(b==1)","mapPredictionsToInstances":true},
                          {"nodeName":"next","weight":80}]}},
                         "timeout":9,"routerTimeouts":{"serviceClient":5,"serverWrite":3}}
                        """);

        Node root = graph.node("root").orElseThrow();
        Step first = root.steps().getFirst();
        assertThat(root.type()).isEqualTo(RouterType.SPLITTER);
        assertThat(first.target()).isEqualTo(new Target.OfService("a"));
        assertThat(first.takesResponse()).isTrue();
        assertThat(first.mapsPredictions()).isTrue();
        assertThat(first.hard()).isTrue();
        assertThat(first.weight()).isEqualTo(20);
        assertThat(first.condition()).isInstanceOf(Condition.Exists.class);
        assertThat(root.steps().getLast().target()).isEqualTo(new Target.OfNode("next"));
        assertThat(root.steps().getLast().condition()).isNull();
        assertThat(graph.services()).containsExactly("a");
        assertThat(graph.stepTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(graph.timeLimit()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void shouldKeepWhatCannotBeDoneForWhoeverRunsIt() throws Exception {
        Graph graph =
                graph(
                        """
                        {"nodes":{"root":{"routerType":"Switch","steps":[
                          {"serviceUrl":"http://one.default.{$your-domain}/switch","condition":"@keys"},
                          {"serviceUrl":"ftp://host/a"},
                          {"serviceUrl":"https://host/a?b"},
                          {}]}}}
                        """);

        assertThat(graph.node("root").orElseThrow().steps())
                .extracting(Step::target)
                .satisfiesExactly(
                        broken -> assertThat(broken).isInstanceOf(Target.Unusable.class),
                        foreign -> assertThat(foreign.toString()).contains("http://", "'ftp'"),
                        usable ->
                                assertThat(usable)
                                        .isEqualTo(
                                                new Target.OfUrl(URI.create("https://host/a?b"))),
                        none -> assertThat(none.toString()).contains("names no target"));
        assertThat(graph.node("root").orElseThrow().steps().getFirst().condition())
                .isInstanceOf(Condition.Unsupported.class);
        assertThat(graph.stepTimeout()).isNull();
        assertThat(graph.timeLimit()).isNull();
    }

    @Test
    void shouldTellNobodyWhatAnAddressMayKeepSecret() throws Exception {
        Graph graph =
                graph(
                        """
                        {"nodes":{"root":{"routerType":"Sequence","steps":[
                          {"serviceUrl":"https://user:hidden@host/a?key=hidden"},
                          {"serviceUrl":"https://user:hidden@ho{st/a?key=hidden"},
                          {"serviceUrl":"ftp://user:hidden@host/a?key=hidden"}]}}}
                        """);

        assertThat(graph.node("root").orElseThrow().steps())
                .hasSize(3)
                .noneMatch(step -> step.title().contains("hidden"));
        assertThat(graph.node("root").orElseThrow().steps().getFirst().title())
                .isEqualTo("address at host");
    }

    private static Graph graph(String spec) throws Exception {
        return Graph.of(JSON.readTree(spec));
    }
}
