package io.gantry.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {

    private final HostNames hosts = new HostNames(List.of("example.com", "models.acme.org."));

    @ParameterizedTest
    @CsvSource({
        "bert-default.example.com, bert-default",
        "bert-default.example.com., bert-default",
        "BERT-Default.Example.COM, bert-default",
        "a-b-c.models.acme.org, a-b-c",
        "%62ert-default.example.com, %62ert-default",
    })
    void shouldFindTheLabelInFrontOfADomain(String host, String label) {
        assertThat(hosts.labelOf(host)).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "example.com",
                ".example.com",
                "www.bert-default.example.com",
                "bert-defaultexample.com",
                "bert-default.example.com.evil.org",
                "bert-default.acme.org",
                "127.0.0.1",
                "::1"
            })
    void shouldLeaveOtherHostsToTheProxy(String host) {
        assertThat(hosts.labelOf(host)).isNull();
    }

    @Test
    void shouldKnowNoHostsWithoutDomains() {
        assertThat(new HostNames(List.of()).labelOf("bert-default.example.com")).isNull();
    }
}
