// Oracle answers what Docker's own code makes of a Compose project and of capability lists, so that Watertight's resolver can be held against it.
//
// It reads one JSON object a line on standard input and prints one a line on standard output, in the same order.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// maxLine bounds one request: a line names files, it does not carry them.
const maxLine = 1 << 20

func main() {
	if len(os.Args) != 2 {
		fail("usage: oracle projects|capabilities < requests.jsonl")
	}
	var answer func(line []byte) (any, error)
	switch os.Args[1] {
	case "projects":
		answer = answerProject
	case "capabilities":
		offerAll()
		answer = answerCapabilities
	default:
		fail("oracle knows projects and capabilities, not " + os.Args[1])
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 0, 64*1024), maxLine)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		result, err := answer(lines.Bytes())
		if err != nil {
			fail(err.Error())
		}
		if err := encoder.Encode(result); err != nil {
			fail(err.Error())
		}
		// Whoever asks one question after the other waits for each answer.
		if err := out.Flush(); err != nil {
			fail(err.Error())
		}
	}
	if err := lines.Err(); err != nil {
		fail(err.Error())
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(2)
}
