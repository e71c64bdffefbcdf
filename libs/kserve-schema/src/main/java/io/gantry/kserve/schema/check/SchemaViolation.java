package io.gantry.kserve.schema.check;

import io.gantry.kserve.schema.FieldPath;

/// Something in an object that its type does not allow.
///
/// @param field where, as `spec.predictor.minReplicas`
/// @param reason what kind of mistake
/// @param found what was found there, as JSON, shortened if it is long; empty if nothing was
/// @param detail what is wrong with it; may be empty
public record SchemaViolation(String field, Reason reason, String found, String detail) {
    private static final int SHOWN = 200;

    static SchemaViolation of(FieldPath path, Reason reason, String found, String detail) {
        String shown =
                found.length() <= SHOWN
                        ? found
                        : found.substring(0, found.offsetByCodePoints(0, SHOWN / 2)) + "...";
        return new SchemaViolation(path.toString(), reason, shown, detail);
    }

    /// What Kubernetes puts into a status cause: the message without the field.
    public String body() {
        String start = reason.showsValue() ? reason.words() + ": " + found : reason.words();
        return detail.isEmpty() ? start : start + ": " + detail;
    }

    /// What kubectl shows: `spec.replicas: Invalid value: "string": ... must be of type integer`.
    public String message() {
        return field.isEmpty() ? body() : field + ": " + body();
    }

    /// Kubernetes' kinds of mistakes.
    public enum Reason {
        REQUIRED("FieldValueRequired", "Required value", false),
        INVALID("FieldValueInvalid", "Invalid value", true),
        TYPE_INVALID("FieldValueTypeInvalid", "Invalid value", true),
        NOT_SUPPORTED("FieldValueNotSupported", "Unsupported value", true),
        DUPLICATE("FieldValueDuplicate", "Duplicate value", true),
        FORBIDDEN("FieldValueForbidden", "Forbidden", false),
        TOO_LONG("FieldValueTooLong", "Too long", false),
        TOO_MANY("FieldValueTooMany", "Too many", true);

        private final String code;
        private final String words;
        private final boolean showsValue;

        Reason(String code, String words, boolean showsValue) {
            this.code = code;
            this.words = words;
            this.showsValue = showsValue;
        }

        /// The `reason` of a status cause.
        public String code() {
            return code;
        }

        String words() {
            return words;
        }

        boolean showsValue() {
            return showsValue;
        }

        /// The kind that a CEL rule names; a rule may only name some, so others count as invalid.
        static Reason ofRule(String code) {
            for (Reason each : values()) {
                if (each.code.equals(code)) {
                    return each;
                }
            }
            return INVALID;
        }
    }
}
