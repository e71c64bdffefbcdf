package io.gantry.proxy.route;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads a request's target out of its method and path, without building anything for paths that
/// are asked for often.
public final class RequestPath {

    private static final String INTERNAL = "/q/";
    private static final String GRPC = "/inference.GRPCInferenceService/";
    private static final String SERVING = "/serving/";
    private static final String OPENAI = "/openai";
    private static final String RESPONSES = "/v1/responses";
    private static final String MESSAGES = "/v1/messages";
    private static final String V1_MODELS = "/v1/models";
    private static final String V2 = "/v2";
    private static final String V2_MODELS = "/v2/models";

    /// Cohere's path, which vLLM has beside `/v1/rerank`.
    private static final String V2_RERANK = "/v2/rerank";

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
        if (path.startsWith(GRPC)) {
            return only("POST", method, grpc(path));
        }
        if (path.startsWith(INTERNAL)) {
            return new Target.Internal(Protocol.OTHER);
        }
        return openAi(method, path);
    }

    /// What a path that belongs to one model, by its host or by `/serving/{namespace}/{model}`,
    /// asks of it. Every path does; the rest is the predictor's to know.
    ///
    /// @param path what the predictor gets as path
    public static Target.Model ofModel(String namespace, String name, String path) {
        return new Target.Model(protocolOf(path), useOf(path), namespace, name, path);
    }

    private static Target.Use useOf(String path) {
        Target target = path.startsWith(GRPC) ? grpc(path) : parse("GET", path);
        return switch (target) {
            case Target.Model model -> model.use();
            case Target.InBody inBody -> inBody.use();
            default -> Target.Use.WORK;
        };
    }

    /// Whether a request may be sent once more when nobody knows whether it was worked on: models
    /// are functions, so they may be asked twice. What keeps something of a request may not, and of
    /// paths that the proxy does not know nobody can say.
    ///
    /// @param path what the predictor gets as path
    public static boolean mayBeRepeated(String method, String path) {
        if (!method.equals("POST")) {
            return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
        }
        return switch (parse(method, path)) {
            case Target.Model _ -> true;
            case Target.InBody _ ->
                    !path.endsWith(RESPONSES) && !path.endsWith("/ModelStreamInfer");
            default -> false;
        };
    }

    /// Whether two replicas may do the same work at once: what costs little and only computes. The
    /// generation of text is not among that, nor are calls.
    ///
    /// @param path what the predictor gets as path
    public static boolean mayBeHedged(String method, String path) {
        return method.equals("POST")
                && switch (parse(method, path)) {
                    case Target.Model(Protocol protocol, _, _, _, _) ->
                            protocol == Protocol.V1 || protocol == Protocol.V2;
                    case Target.InBody(Protocol protocol, _, _) ->
                            protocol == Protocol.OPENAI
                                    && (path.endsWith("/embeddings") || path.endsWith("/rerank"));
                    default -> false;
                };
    }

    /// The protocol that a path belongs to, also where the proxy has no such route.
    public static Protocol protocolOf(String path) {
        if (path.startsWith(V2) && isSegmentEnd(path, V2.length())) {
            return path.equals(V2_RERANK) ? Protocol.OPENAI : Protocol.V2;
        }
        if (path.startsWith(V1_MODELS) && isSegmentEnd(path, V1_MODELS.length())) {
            return Protocol.V1;
        }
        if (path.startsWith(GRPC)) {
            return Protocol.GRPC;
        }
        String api = withoutOpenAi(path);
        if (api.startsWith(MESSAGES) && isSegmentEnd(api, MESSAGES.length())) {
            return Protocol.ANTHROPIC;
        }
        return api.startsWith("/v1/")
                        || !api.equals(path)
                        || api.equals("/rerank")
                        || api.equals("/score")
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
            case V2_RERANK -> only("POST", method, inBody(Protocol.OPENAI, path));
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
        Optional<String> namespace = decode(path.substring(SERVING.length(), namespaceEnd));
        Optional<String> name = decode(path.substring(namespaceEnd + 1, nameEnd));
        if (namespace.isEmpty() || namespace.get().isEmpty() || name.isEmpty()) {
            return new Target.Unknown(protocolOf(rest));
        }
        return ofModel(namespace.get(), name.get(), rest);
    }

    /// Loading and unloading is not among them: what is loaded is what is deployed.
    private static Target grpc(String path) {
        return switch (path.substring(GRPC.length())) {
            case "ServerLive" -> new Target.Server(Protocol.GRPC, Target.Question.LIVE);
            case "ServerReady" -> new Target.Server(Protocol.GRPC, Target.Question.READY);
            case "ServerMetadata" -> new Target.Server(Protocol.GRPC, Target.Question.METADATA);
            case "ModelReady" -> new Target.InBody(Protocol.GRPC, Target.Use.STATUS, path);
            // The last is Triton's.
            case "ModelMetadata", "ModelInfer", "ModelStreamInfer" -> inBody(Protocol.GRPC, path);
            default -> new Target.Unknown(Protocol.GRPC);
        };
    }

    private static Target inBody(Protocol protocol, String path) {
        return new Target.InBody(protocol, Target.Use.WORK, path);
    }

    private static Target openAi(String method, String path) {
        String api = withoutOpenAi(path);
        return switch (api) {
            case "/v1/embeddings",
                    "/v1/chat/completions",
                    "/v1/completions",
                    RESPONSES,
                    "/v1/rerank",
                    "/v1/score",
                    "/v1/audio/transcriptions",
                    "/v1/audio/translations" ->
                    only("POST", method, inBody(Protocol.OPENAI, path));
            case "/rerank", "/score" ->
                    api.equals(path)
                            ? only("POST", method, inBody(Protocol.OPENAI, path))
                            : new Target.Unknown(Protocol.OPENAI);
            case MESSAGES, "/v1/messages/count_tokens" ->
                    only("POST", method, inBody(Protocol.ANTHROPIC, path));
            case V1_MODELS, V1_MODELS + "/" ->
                    only("GET", method, new Target.Models(Protocol.OPENAI));
            default -> openAiById(method, path, api);
        };
    }

    /// What has an id in its path. `/v1/models/{model}` is V1's and has been taken by now; only
    /// below `/openai` it is OpenAI's.
    private static Target openAiById(String method, String path, String api) {
        if (api.startsWith(RESPONSES + "/") && api.length() > RESPONSES.length() + 1) {
            int start = RESPONSES.length() + 1;
            return new Target.Kept(Protocol.OPENAI, api.substring(start, segmentEnd(api, start)));
        }
        if (api.startsWith(V1_MODELS + "/")) {
            return decode(api.substring(V1_MODELS.length() + 1))
                    .map(name -> only("GET", method, new Target.Listed(Protocol.OPENAI, name)))
                    .orElseGet(() -> new Target.Unknown(Protocol.OPENAI));
        }
        return new Target.Unknown(protocolOf(path));
    }

    private static String withoutOpenAi(String path) {
        return path.startsWith(OPENAI + "/") ? path.substring(OPENAI.length()) : path;
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
