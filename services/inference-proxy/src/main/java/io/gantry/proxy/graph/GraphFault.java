package io.gantry.proxy.graph;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/// Why a graph itself answers with an error, in the words of KServe's router
/// (`prepareErrorResponse` in `cmd/router/main.go`). Its router says 500 to all of these but a
/// switch without a match; Gantry says whose fault it is.
///
/// @param cause what was found, and what to do
public record GraphFault(int status, String cause) {

    private static final String ERROR = "Failed to process request";

    /// What the client gets.
    public Buffer body() {
        return Buffer.buffer(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("error", ERROR)
                        .put("cause", cause)
                        .toString());
    }

    static GraphFault noMatch() {
        return new GraphFault(404, "None of the routes matched with the switch condition");
    }

    static GraphFault noJson(String node) {
        return new GraphFault(
                502,
                "invalid response: the answer that a condition of node '%s' asks is no JSON"
                        .formatted(node));
    }

    static GraphFault nothingBefore(String node) {
        return new GraphFault(
                500,
                "invalid response: the first step of node '%s' has a condition and no answer before it"
                        .formatted(node));
    }

    static GraphFault noObject(String step) {
        return new GraphFault(
                502,
                "The answer of step '%s' is no JSON object, which an Ensemble needs"
                        .formatted(step));
    }

    static GraphFault unsupported(String condition, String reason) {
        return new GraphFault(
                501, "The condition '%s' cannot be read: %s".formatted(condition, reason));
    }

    static GraphFault unusable(String step, String reason) {
        return new GraphFault(500, "Step '%s' leads nowhere: %s".formatted(step, reason));
    }

    static GraphFault noNode(String node) {
        return new GraphFault(500, "The graph has no node '%s'; add it".formatted(node));
    }

    static GraphFault noStep(String node) {
        return new GraphFault(500, "Node '%s' has no step that could be taken".formatted(node));
    }

    static GraphFault cycle(String node) {
        return new GraphFault(508, "Node '%s' leads back to itself".formatted(node));
    }

    static GraphFault tooManyCalls(int most) {
        return new GraphFault(
                508, "One request to the graph would make more than %d calls".formatted(most));
    }

    /// A graph that leads to itself by an address.
    public static GraphFault tooManyHops(int most) {
        return new GraphFault(
                508,
                "The request has come through %d graphs; one of them leads to itself"
                        .formatted(most));
    }

    public static GraphFault requestTooLarge(long limit) {
        return new GraphFault(
                413,
                "The body is larger than %d bytes; send less, or raise gantry.proxy.graph.max-body"
                        .formatted(limit));
    }

    /// Of the proxy's memory.
    public static GraphFault noRoom() {
        return new GraphFault(
                503,
                "The bodies that the proxy holds take all of the memory they may; try again later, or raise gantry.proxy.forward.max-held-bodies");
    }

    public static GraphFault requestTooSlow(Duration limit) {
        return new GraphFault(408, "The body was not whole within " + seconds(limit));
    }

    public static GraphFault answerTooLarge(String step, long limit) {
        return new GraphFault(
                502,
                "The answer of step '%s' is larger than %d bytes, which only a last step's may be; raise gantry.proxy.graph.max-body"
                        .formatted(step, limit));
    }

    public static GraphFault brokenOff(String step) {
        return new GraphFault(502, "Step '%s' ended in the middle of its answer".formatted(step));
    }

    public static GraphFault unreachable(String step, String reason) {
        return new GraphFault(502, "Step '%s' does not answer: %s".formatted(step, reason));
    }

    public static GraphFault forbidden(String step, String host) {
        return new GraphFault(
                502,
                "Step '%s' leads to %s, which gantry.proxy.graph.urls does not allow"
                        .formatted(step, host));
    }

    public static GraphFault stepTooSlow(String step, Duration limit) {
        return new GraphFault(
                504,
                "Step '%s' did not answer within %s (routerTimeouts.serviceClient)"
                        .formatted(step, seconds(limit)));
    }

    public static GraphFault tooSlow(Duration limit) {
        return new GraphFault(
                504,
                "The graph did not begin to answer within %s; its 'timeout' or routerTimeouts.serverWrite sets how long it may take"
                        .formatted(seconds(limit)));
    }

    public static GraphFault shuttingDown() {
        return new GraphFault(
                503, "The proxy is shutting down and cannot wait any longer; send it again");
    }

    public static GraphFault internal() {
        return new GraphFault(500, "The proxy failed; its log says more");
    }

    private static String seconds(Duration duration) {
        return "%s s".formatted(duration.toMillis() / 1000.0);
    }
}
