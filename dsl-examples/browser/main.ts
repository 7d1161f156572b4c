/** The page: starts the worker, draws what it tells, asks it to stop, keeps what was stopped. */
import type { EpochRow, News, Order, Wish } from './messages.ts'

const element = <E extends Element>(id: string, kind: new () => E): E => {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`no ${id}`)
  return found
}
const form = element('order', HTMLFormElement),
  stop = element('stop', HTMLButtonElement),
  resume = element('resume', HTMLButtonElement),
  keptFile = element('kept', HTMLInputElement),
  status = element('status', HTMLParagraphElement)
const bar = element('bar', HTMLProgressElement),
  table = element('epochs', HTMLTableSectionElement),
  training = element('training', HTMLAnchorElement),
  network = element('file', HTMLAnchorElement)

const say = (text: string): void => {
  status.textContent = text
}

const addRow = ({ epoch, lossNats, errorRate }: EpochRow): void => {
  const row = table.insertRow()
  for (const text of [`${epoch}`, lossNats.toFixed(3), `${(100 * errorRate).toFixed(2)} %`])
    row.insertCell().textContent = text
}

const offer = (link: HTMLAnchorElement, bytes: Uint8Array<ArrayBuffer>): void => {
  link.href = URL.createObjectURL(new Blob([bytes]))
  link.hidden = false
}

/** What was stopped here; `Go on` goes on with it. */
let kept: Uint8Array | undefined
/** Pressing cannot be stopped halfway: there is nothing to keep of it but the training. */
let isTraining = false

const draw: { readonly [K in News['kind']]: (news: Extract<News, { readonly kind: K }>) => void } =
  {
    loaded: ({ images, executor }) => {
      say(`${images} images, executor ${executor}`)
    },
    progress: ({ share, text }) => {
      bar.value = share
      say(text)
    },
    epoch: ({ row }) => {
      addRow(row)
    },
    trained: ({ text }) => {
      isTraining = false
      say(`trained: ${text}; choosing what to prune and how many bits are needed …`)
    },
    stopped: ({ text, kept: bytes }) => {
      kept = bytes
      offer(training, bytes)
      say(text)
      end()
    },
    pressed: ({ text, file }) => {
      offer(network, file)
      say(`done: ${text}`)
      end()
    },
    problems: ({ texts }) => {
      say(texts.join('\n\n'))
      end()
    }
  }

const receive = <K extends News['kind']>(
  kind: K,
  news: Extract<News, { readonly kind: K }>
): void => {
  draw[kind](news)
}

let worker: Worker | undefined
const end = (): void => {
  worker?.terminate()
  worker = undefined
  isTraining = false
  stop.disabled = true
  resume.disabled = kept === undefined
}
const ask = (wish: Wish): void => {
  worker?.postMessage(wish)
}

const start = (order: Order): void => {
  end()
  if (order.kept === undefined) table.replaceChildren()
  training.hidden = true
  network.hidden = true
  bar.value = 0
  stop.disabled = false
  resume.disabled = true
  isTraining = true
  say('loading …')
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker.onerror = ({ message }) => {
    say(`the worker does not run: ${message}`)
  }
  worker.onmessage = ({ data }: MessageEvent<News>) => {
    receive(data.kind, data)
  }
  ask({ kind: 'train', order })
}

const ordered = (bytes: Uint8Array | undefined): Order => {
  const given = new FormData(form)
  return {
    data: document.baseURI,
    prior: String(given.get('prior')),
    epochs: Number(given.get('epochs')),
    ...(bytes === undefined ? {} : { kept: bytes })
  }
}

form.onsubmit = (event) => {
  event.preventDefault()
  start(ordered(undefined))
}
resume.onclick = () => {
  start(ordered(kept))
}
keptFile.onchange = () => {
  void keptFile.files?.[0]?.arrayBuffer().then((bytes) => {
    kept = new Uint8Array(bytes)
    start(ordered(kept))
  })
}
stop.onclick = () => {
  if (isTraining) {
    ask({ kind: 'stop' })
    say('stopping …')
  } else {
    end()
    say('stopped; nothing of the pressing is kept')
  }
}
