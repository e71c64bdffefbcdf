package io.gantry.runtime.server.openai;

/// A request that OpenAI's error object can name the offending parameter of.
public final class InvalidRequest extends RuntimeException {

    private final String parameter;
    private final String code;

    public InvalidRequest(String parameter, String message) {
        this(parameter, "invalid_value", message);
    }

    public InvalidRequest(String parameter, String code, String message) {
        super(message);
        this.parameter = parameter;
        this.code = code;
    }

    public String parameter() {
        return parameter;
    }

    public String code() {
        return code;
    }
}
