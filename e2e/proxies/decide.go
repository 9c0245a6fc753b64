// Says which URLs Go would fetch through the proxy of the environment.
//
// Reads a URL a line, and answers each with a line: proxy, or direct.
package main

import (
	"bufio"
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		request, err := http.NewRequest("GET", lines.Text(), nil)
		if err != nil {
			log.Fatal(err)
		}
		proxy, err := http.ProxyFromEnvironment(request)
		if err != nil {
			log.Fatal(err)
		}
		if proxy == nil {
			fmt.Println("direct")
		} else {
			fmt.Println("proxy")
		}
	}
}
