package io.gantry.proxy.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.graph.Graph;
import io.gantry.graph.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What KServe's router does (`cmd/router/main.go` and its test), and where Gantry does otherwise.
class GraphRunTest {

    private static final String ERROR = "500 {\"error\":1}";

    private final Asked asked = new Asked();

    @Test
    void shouldGiveTheFirstAnswerToTheNextStepOnlyWhereThatAsksForIt() {
        String graph =
                "{root: {routerType: Sequence, steps: [{serviceName: a}, {serviceName: b, data: $response}, {serviceName: c, data: $request}]}}";

        assertThat(run(graph, "in")).isEqualTo("200 c");
        assertThat(asked.said).containsExactly("a<in", "b<a", "c<in last");
    }

    @Test
    void shouldGoOnAfterAnErrorUnlessTheStepIsAHardDependency() {
        asked.answers.put("a", ERROR);

        assertThat(
                        run(
                                "{root: {routerType: Sequence, steps: [{serviceName: a}, {serviceName: b}]}}",
                                "in"))
                .isEqualTo("200 b");
        assertThat(
                        run(
                                "{root: {routerType: Sequence, steps: [{serviceName: a, dependency: Hard}, {serviceName: b}]}}",
                                "in"))
                .isEqualTo(ERROR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"predictions":[{"label":"dog"}]} | 200 b
                    {"predictions":[{"label":"cat"}]} | 200 {"predictions":[{"label":"cat"}]}
                    no json                           | failed 502 invalid response
                    """)
    void shouldEndASequenceWithTheAnswerOfWhichTheConditionIsNotTrue(String answer, String end) {
        asked.answers.put("a", "201 " + answer);

        assertThat(
                        run(
                                "{root: {routerType: Sequence, steps: [{serviceName: a}, {serviceName: b, condition: 'predictions.#(label==\"dog\")'}]}}",
                                "in"))
                .startsWith(end);
    }

    @Test
    void shouldFailWhereTheFirstStepOfASequenceHasACondition() {
        assertThat(
                        run(
                                "{root: {routerType: Sequence, steps: [{serviceName: a, condition: b}]}}",
                                "{\"b\":1}"))
                .startsWith("failed 500 invalid response");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"source":"client"}          | 200 a
                    {"instances":[{"intval":11}]} | 200 b
                    {"instances":[{"intval":9}]} | failed 404 None of the routes matched
                    no json                      | failed 404 None of the routes matched
                    {"x":1}                      | failed 501 The condition '@keys' cannot be read
                    """)
    void shouldTakeTheFirstStepWhoseConditionIsTrueOfTheRequest(String request, String end) {
        String steps =
                request.contains("x")
                        ? "[{serviceName: a, condition: '@keys'}]"
                        : "[{serviceName: none}, {serviceName: a, condition: '[@this].#(source==client)'}, {serviceName: b, condition: 'instances.#(intval>10)'}]";

        assertThat(run("{root: {routerType: Switch, steps: %s}}".formatted(steps), request))
                .startsWith(end);
        assertThat(asked.said).allMatch(each -> each.endsWith(" last"));
    }

    @Test
    void shouldDrawStepsByTheirWeights() {
        String graph =
                "{root: {routerType: Splitter, steps: [{serviceName: a, weight: 20}, {serviceName: b, weight: 0}, {serviceName: c, weight: 80}]}}";

        Map<String, Long> drawn =
                IntStream.range(0, 100)
                        .mapToObj(point -> text(run(graph, "in", point)))
                        .collect(Collectors.groupingBy(each -> each, Collectors.counting()));

        assertThat(drawn).isEqualTo(Map.of("200 a", 20L, "200 c", 80L));
    }

    @Test
    void shouldPutTheAnswersOfAllStepsTogetherAsTheyCame() {
        asked.answers.put("a", "200 {\"n\": 0.10000000000000000000001}");
        asked.answers.put("b", "404 {\"e\":\"\\\"\"}");
        asked.answers.put("c", "200 null");

        assertThat(
                        run(
                                "{root: {routerType: Ensemble, steps: [{serviceName: a, name: x}, {serviceName: b}, {serviceName: c, name: 'a\"b'}]}}",
                                "in"))
                .isEqualTo(
                        "200 {\"1\":{\"e\":\"\\\"\"},\"a\\\"b\":null,\"x\":{\"n\": 0.10000000000000000000001}}");
        assertThat(asked.said).containsExactly("a<in", "b<in", "c<in");
    }

    @Test
    void shouldAskAllStepsOfAnEnsembleBeforeTheFirstHasAnswered() {
        Promise<Answer> first = Promise.promise();
        asked.held.put("a", first.future());
        asked.answers.put("b", "200 {}");
        Future<Answer> answer =
                start(
                        "{root: {routerType: Ensemble, steps: [{serviceName: a}, {serviceName: b}]}}",
                        "in",
                        0);

        assertThat(asked.said).containsExactly("a<in", "b<in");
        assertThat(answer.isComplete()).isFalse();
        first.complete(Asked.whole("200 {}"));
        assertThat(text(answer)).isEqualTo("200 {\"0\":{},\"1\":{}}");
    }

    @Test
    void shouldAnswerAsTheFirstFailedHardDependencyOfAnEnsemble() {
        asked.answers.put("a", "200 {}");
        asked.answers.put("b", "404 {\"e\":2}");
        asked.answers.put("c", "500 {\"e\":3}");

        assertThat(
                        run(
                                "{root: {routerType: Ensemble, steps: [{serviceName: a}, {serviceName: b, dependency: Hard}, {serviceName: c, dependency: Hard}]}}",
                                "in"))
                .isEqualTo("404 {\"e\":2}");
    }

    @ParameterizedTest
    @CsvSource({"200 [1]", "200 text", "200 ''"})
    void shouldFailAnEnsembleOfWhatIsNoObject(String answer) {
        asked.answers.put("a", answer);
        asked.answers.put("b", "200 {}");

        assertThat(
                        run(
                                "{root: {routerType: Ensemble, steps: [{serviceName: b}, {serviceName: a}]}}",
                                "in"))
                .startsWith("failed 502 The answer of step 'service a' is no JSON object");
    }

    @Test
    void shouldGoThroughNodesAndLetOnlyTheVeryLastAnswerPass() {
        asked.answers.put("a", "200 {\"animal\":\"dog\"}");
        String graph =
                """
                {root: {routerType: Sequence, steps: [{nodeName: first}, {nodeName: second, data: $response}]},
                 first: {routerType: Switch, steps: [{serviceName: a, condition: in}]},
                 second: {routerType: Splitter, steps: [{nodeName: third, weight: 100}]},
                 third: {routerType: Sequence, steps: [{serviceName: b}, {serviceName: c}]}}
                """;

        assertThat(run(graph, "{\"in\":1}")).isEqualTo("200 c");
        assertThat(asked.said)
                .containsExactly(
                        "a<{\"in\":1}", "b<{\"animal\":\"dog\"}", "c<{\"animal\":\"dog\"} last");
    }

    @Test
    void shouldRenamePredictionsOfWhatAStepGets() {
        String graph =
                "{root: {routerType: Sequence, steps: [{serviceName: a, mapPredictionsToInstances: true}]}}";

        run(graph, "{\"predictions\":[1.50],\"x\":2}");
        run(graph, "{\"x\":2}");
        run(graph, "text");

        assertThat(asked.said)
                .containsExactly(
                        "a<{\"instances\":[1.50],\"x\":2} last", "a<{\"x\":2} last", "a<text last");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {root: {routerType: Sequence, steps: [{nodeName: x}]}}        | failed 500 The graph has no node 'x'
                    {x: {routerType: Sequence}}                                   | failed 500 The graph has no node 'root'
                    {root: {routerType: Sequence}}                                | failed 500 Node 'root' has no step
                    {root: {routerType: Splitter, steps: [{serviceName: a}]}}     | failed 500 Node 'root' has no step
                    {root: {routerType: Sequence, steps: [{nodeName: root}]}}     | failed 508 Node 'root' leads back
                    {root: {routerType: Sequence, steps: [{serviceUrl: 'x:y'}]}}  | failed 500 Step 'serviceUrl has to be
                    {root: {routerType: Ensemble}}                                | 200 {}
                    {root: {routerType: Switch}}                                  | failed 404
                    """)
    void shouldSayWhatIsWrongWithAGraph(String graph, String end) {
        assertThat(run(graph, "{}")).startsWith(end);
    }

    /// Twelve nodes of two steps each, which make 4,096 calls.
    @Test
    void shouldNotMakeAFloodOfOneRequest() {
        StringBuilder graph =
                new StringBuilder("{root: {routerType: Sequence, steps: [{nodeName: n0}]}");
        for (int i = 0; i < 12; i++) {
            graph.append(
                    ", n%d: {routerType: Ensemble, steps: [{nodeName: n%d}, {nodeName: n%d}]}"
                            .formatted(i, i + 1, i + 1));
        }
        graph.append(", n12: {routerType: Ensemble, steps: [{serviceName: a}]}}");
        asked.answers.put("a", "200 {}");

        assertThat(run(graph.toString(), "{}")).startsWith("failed 508 One request");
        assertThat(asked.said).hasSize(GraphRun.MAX_CALLS);
    }

    @Test
    void shouldGetThroughAsManyStepsAsARequestMayTake() {
        String steps = "{serviceName: a}, ".repeat(GraphRun.MAX_CALLS - 1) + "{serviceName: b}";

        assertThat(run("{root: {routerType: Sequence, steps: [%s]}}".formatted(steps), "in"))
                .isEqualTo("200 b");
    }

    private String run(String nodes, String request) {
        return text(run(nodes, request, 0));
    }

    private Answer run(String nodes, String request, int point) {
        Future<Answer> answer = start(nodes, request, point);
        assertThat(answer.isComplete()).isTrue();
        return Objects.requireNonNull(answer.result(), () -> String.valueOf(answer.cause()));
    }

    private Future<Answer> start(String nodes, String request, int point) {
        return new GraphRun(graph(nodes), asked, _ -> point)
                .of(new Message(Buffer.buffer(request), null, null));
    }

    private static String text(Future<Answer> answer) {
        return text(answer.result());
    }

    private static String text(Answer answer) {
        return switch (answer) {
            case Answer.Whole(int status, Message message) -> status + " " + message.body();
            case Answer.Failed(GraphFault(int status, String cause)) ->
                    "failed " + status + " " + cause;
            case Answer.Passed(int status) -> "passed " + status;
        };
    }

    /// @param nodes as YAML's flow style, which has fewer quotes than JSON
    private static Graph graph(String nodes) {
        try {
            return Graph.of(
                    new ObjectMapper(new com.fasterxml.jackson.dataformat.yaml.YAMLFactory())
                            .readTree("{nodes: %s}".formatted(nodes)));
        } catch (IOException e) {
            throw new IllegalArgumentException(nodes, e);
        }
    }

    /// Services that answer with their names, or with what is set.
    private static final class Asked implements Steps {

        private final List<String> said = new ArrayList<>();
        private final Map<String, String> answers = new HashMap<>();
        private final Map<String, Future<Answer>> held = new HashMap<>();

        @Override
        public Future<Answer> ask(Step step, Message message, boolean last) {
            String name = step.target().toString().replace("service ", "");
            said.add(name + "<" + message.body() + (last ? " last" : ""));
            return held.getOrDefault(
                    name, Future.succeededFuture(whole(answers.getOrDefault(name, "200 " + name))));
        }

        static Answer whole(String statusAndBody) {
            String[] parts = statusAndBody.split(" ", 2);
            return new Answer.Whole(
                    Integer.parseInt(parts[0]),
                    new Message(Buffer.buffer(parts.length > 1 ? parts[1] : ""), null, null));
        }
    }
}
