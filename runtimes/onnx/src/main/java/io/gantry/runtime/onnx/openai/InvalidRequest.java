package io.gantry.runtime.onnx.openai;

/// A request that OpenAI's error object can name the offending parameter of.
final class InvalidRequest extends RuntimeException {

    private final String parameter;
    private final String code;

    InvalidRequest(String parameter, String message) {
        this(parameter, "invalid_value", message);
    }

    InvalidRequest(String parameter, String code, String message) {
        super(message);
        this.parameter = parameter;
        this.code = code;
    }

    String parameter() {
        return parameter;
    }

    String code() {
        return code;
    }
}
