package io.gantry.proxy.route;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads a request's target out of its method and path, without building anything for paths that
/// are asked for often.
public final class RequestPath {

    private static final String INTERNAL = "/q/";
    private static final String SERVING = "/serving/";
    private static final String OPENAI = "/openai";
    private static final String V1_MODELS = "/v1/models";
    private static final String V2 = "/v2";
    private static final String V2_MODELS = "/v2/models";

    private RequestPath() {}

    /// @param path as it came, neither decoded nor normalised
    public static Target parse(String method, String path) {
        if (path.startsWith(V2) && isSegmentEnd(path, V2.length())) {
            return v2(method, path);
        }
        if (path.startsWith(V1_MODELS) && isSegmentEnd(path, V1_MODELS.length())) {
            return v1(method, path);
        }
        if (path.startsWith(SERVING)) {
            return serving(path);
        }
        if (path.startsWith(INTERNAL)) {
            return new Target.Internal(Protocol.OTHER);
        }
        return openAi(method, path);
    }

    /// The protocol that a path belongs to, also where the proxy has no such route.
    static Protocol protocolOf(String path) {
        if (path.startsWith(V2) && isSegmentEnd(path, V2.length())) {
            return Protocol.V2;
        }
        if (path.startsWith(V1_MODELS) && isSegmentEnd(path, V1_MODELS.length())) {
            return Protocol.V1;
        }
        return path.startsWith("/v1/") || path.startsWith(OPENAI + "/")
                ? Protocol.OPENAI
                : Protocol.OTHER;
    }

    private static Target v1(String method, String path) {
        int start = V1_MODELS.length() + 1;
        if (path.length() <= start) {
            return only("GET", method, new Target.Models(Protocol.V1));
        }
        int colon = path.lastIndexOf(':');
        int end = colon < start ? path.length() : colon;
        if (path.indexOf('/', start) >= 0 && path.indexOf('/', start) < end) {
            return new Target.Unknown(Protocol.V1);
        }
        String verb = path.substring(end);
        return switch (verb) {
            case "" -> only("GET", method, model(Protocol.V1, Target.Use.STATUS, path, start, end));
            case ":predict", ":explain" ->
                    only("POST", method, model(Protocol.V1, Target.Use.WORK, path, start, end));
            default -> new Target.Unknown(Protocol.V1);
        };
    }

    private static Target v2(String method, String path) {
        return switch (path) {
            case "/v2", "/v2/" -> server(method, Target.Question.METADATA);
            case "/v2/health/live" -> server(method, Target.Question.LIVE);
            case "/v2/health/ready" -> server(method, Target.Question.READY);
            case "/v2/models", "/v2/models/" -> only("GET", method, new Target.Models(Protocol.V2));
            default ->
                    path.startsWith(V2_MODELS + "/")
                            ? v2Model(method, path)
                            : new Target.Unknown(Protocol.V2);
        };
    }

    private static Target v2Model(String method, String path) {
        int start = V2_MODELS.length() + 1;
        int end = segmentEnd(path, start);
        String rest = path.substring(end);
        if (rest.startsWith("/versions/")) {
            rest = rest.substring(segmentEnd(rest, "/versions/".length()));
        }
        return switch (rest) {
            case "" -> only("GET", method, model(Protocol.V2, Target.Use.WORK, path, start, end));
            case "/ready" ->
                    only("GET", method, model(Protocol.V2, Target.Use.STATUS, path, start, end));
            case "/infer" ->
                    only("POST", method, model(Protocol.V2, Target.Use.WORK, path, start, end));
            default -> new Target.Unknown(Protocol.V2);
        };
    }

    /// `/serving/{namespace}/{model}/…`: the rest is the predictor's own path, whatever it is.
    private static Target serving(String path) {
        int namespaceEnd = segmentEnd(path, SERVING.length());
        int nameEnd = Math.min(path.length(), segmentEnd(path, namespaceEnd + 1));
        if (namespaceEnd >= path.length() || nameEnd <= namespaceEnd + 1) {
            return new Target.Unknown(Protocol.OTHER);
        }
        String rest = nameEnd == path.length() ? "/" : path.substring(nameEnd);
        Protocol protocol = protocolOf(rest);
        Optional<String> namespace = decode(path.substring(SERVING.length(), namespaceEnd));
        Optional<String> name = decode(path.substring(namespaceEnd + 1, nameEnd));
        if (namespace.isEmpty() || namespace.get().isEmpty() || name.isEmpty()) {
            return new Target.Unknown(protocol);
        }
        return new Target.Model(protocol, useOf(rest), namespace.get(), name.get(), rest);
    }

    private static Target.Use useOf(String path) {
        return parse("GET", path) instanceof Target.Model model ? model.use() : Target.Use.WORK;
    }

    private static Target openAi(String method, String path) {
        String api = path.startsWith(OPENAI + "/") ? path.substring(OPENAI.length()) : path;
        return switch (api) {
            case "/v1/embeddings", "/v1/chat/completions", "/v1/completions" ->
                    only("POST", method, new Target.InBody(Protocol.OPENAI, path));
            case V1_MODELS -> only("GET", method, new Target.Models(Protocol.OPENAI));
            default -> new Target.Unknown(protocolOf(path));
        };
    }

    private static Target server(String method, Target.Question question) {
        return only("GET", method, new Target.Server(Protocol.V2, question));
    }

    private static Target only(String allowed, String method, Target target) {
        boolean same = allowed.equals(method) || (allowed.equals("GET") && method.equals("HEAD"));
        return same ? target : new Target.NotAllowed(target.protocol(), List.of(allowed));
    }

    private static Target model(
            Protocol protocol, Target.Use use, String path, int start, int end) {
        Optional<String> name = decode(path.substring(start, end));
        return name.isEmpty() || name.get().isEmpty()
                ? new Target.Unknown(protocol)
                : new Target.Model(protocol, use, null, name.get(), path);
    }

    private static Optional<String> decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return Optional.of(segment);
        }
        try {
            // URLDecoder reads forms, where a plus is a blank; in a path it is a plus.
            return Optional.of(
                    URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int segmentEnd(String path, int from) {
        int slash = from > path.length() ? -1 : path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }

    private static boolean isSegmentEnd(String path, int at) {
        return path.length() == at || path.charAt(at) == '/';
    }
}
