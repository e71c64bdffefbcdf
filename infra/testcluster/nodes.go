package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"
)

//go:embed stages.yaml
var kwokStages []byte

// kubeletLabel tells who plays the kubelet of a node. KWOK lets a node go, as if its machine had been
// switched off, when the label's value is no longer kwok.
const kubeletLabel = "testcluster.gantry.io/kubelet"

type object = map[string]any

func kwokNode(name string, gpus int) object {
	resources := map[string]string{
		"cpu": "64", "memory": "512Gi", "ephemeral-storage": "2Ti", "pods": "110",
	}
	if gpus > 0 {
		resources["nvidia.com/gpu"] = strconv.Itoa(gpus)
	}
	return object{
		"apiVersion": "v1",
		"kind":       "Node",
		"metadata": object{"name": name, "labels": map[string]string{
			kubeletLabel:             "kwok",
			"kubernetes.io/hostname": name,
			"kubernetes.io/os":       "linux",
			"kubernetes.io/arch":     "amd64",
		}},
		"status": object{
			"capacity":    resources,
			"allocatable": resources,
			"addresses":   []object{{"type": "Hostname", "address": name}},
		},
	}
}

// createNodes asks for eight nodes at a time.
func (c *cluster) createNodes(options options) error {
	places := make(chan bool, 8)
	failures := make(chan error, options.Nodes)
	for i := range options.Nodes {
		places <- true
		go func() {
			failures <- c.createNode(fmt.Sprintf("kwok-%d", i), options.GPUsPerNode)
			<-places
		}()
	}
	var failed error
	for range options.Nodes {
		failed = errors.Join(failed, <-failures)
	}
	return failed
}

func (c *cluster) createNode(name string, gpus int) error {
	node, err := json.Marshal(kwokNode(name, gpus))
	if err != nil {
		return err
	}
	_, err = c.call(http.MethodPost, "/api/v1/nodes", node)
	return err
}

// nodesReady tells whether so many nodes are ready, and free of the taint that each has before.
func (c *cluster) nodesReady(wanted int) func() bool {
	return func() bool {
		body, err := c.call(http.MethodGet, "/api/v1/nodes?resourceVersion=0", nil)
		if err != nil {
			return false
		}
		var list struct {
			Items []struct {
				Spec   struct{ Taints []any }
				Status struct {
					Conditions []struct{ Type, Status string }
				}
			}
		}
		if json.Unmarshal(body, &list) != nil {
			return false
		}
		ready := 0
		for _, node := range list.Items {
			for _, condition := range node.Status.Conditions {
				if condition.Type == "Ready" && condition.Status == "True" && len(node.Spec.Taints) == 0 {
					ready++
				}
			}
		}
		return ready == wanted
	}
}

// freeNodes takes the nodes' leases from a KWOK that has ended, or the next one would wait for their end.
func (c *cluster) freeNodes() {
	c.call(http.MethodDelete, "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases", nil)
}

func (c *cluster) apiReady() bool {
	_, err := c.call(http.MethodGet, "/readyz", nil)
	return err == nil
}

func (c *cluster) serviceAccountExists() bool {
	_, err := c.call(http.MethodGet, "/api/v1/namespaces/default/serviceaccounts/default", nil)
	return err == nil
}

// call asks the API server as the cluster's administrator.
func (c *cluster) call(method, path string, body []byte) ([]byte, error) {
	client, err := c.client()
	if err != nil {
		return nil, err
	}
	target, err := url.Parse(c.server() + path)
	if err != nil {
		return nil, err
	}
	request := &http.Request{Method: method, URL: target, Header: http.Header{"Content-Type": {"application/json"}}}
	if body != nil {
		request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s: %s", method, path, response.Status, answer)
	}
	return answer, err
}

func (c *cluster) newClient() (*http.Client, error) {
	certificate, err := tls.LoadX509KeyPair(c.path("pki", "admin.crt"), c.path("pki", "admin.key"))
	if err != nil {
		return nil, err
	}
	authority, err := os.ReadFile(c.path("pki", "ca.crt"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	return &http.Client{
		Timeout: 10 * time.Second,
		Transport: &http.Transport{
			ForceAttemptHTTP2: true,
			TLSClientConfig:   &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{certificate}},
		},
	}, nil
}
