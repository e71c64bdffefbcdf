// Command server is what containers of the test run. Its first argument says what it does.
package main

import (
	"fmt"
	"net/http"
	"os"
)

const file = "/shared/model"

func main() {
	switch os.Args[1] {
	case "write":
		if err := os.WriteFile(file, []byte("a model"), 0o644); err != nil {
			panic(err)
		}
	case "serve":
		fmt.Println("serving")
		http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, file) })
		panic(http.ListenAndServe(":8080", nil))
	case "eat":
		var eaten [][]byte
		for {
			block := make([]byte, 1<<20)
			for i := range block {
				block[i] = 1
			}
			eaten = append(eaten, block)
		}
	}
}
