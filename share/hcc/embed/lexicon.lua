-- lexicon.lua: what the built-in embedder looks for in the text of a task.
--
-- A vector is made of blocks, and the cosine of two texts is the weighted
-- mean of the cosines of their blocks:
--
--   axes      concepts, counted by phrases: what kind of data, of task, ..
--   products  all pairs of concepts of two axes, so that "image and
--             regression" differs from "image" as well as from "regression"
--   words     the words themselves and pairs of neighbours, by rarity
--
-- A concept is a string of phrases, separated by commas. A line may begin
-- with the weight of its phrases ("3: x ray, ct scan"); without one they count
-- 1. Case, endings (classify, classifies), hyphens and underscores do not
-- matter. Within an axis the longest phrase wins and takes its words away;
-- `ignore` holds phrases that only take words away. Write concepts for the
-- whole field: the embedder must serve tasks that nobody has seen yet.
--
-- To change it, copy this file and idf.txt to ~/.config/hcc/embed and edit
-- them there.
--
-- Vectors made with different values are not comparable. Any change here
-- changes the embedder's id (hcc-embed -i), and stored wisdom is embedded
-- again by `hcc-wisdom rebuild`.

return {
	-- Cosine from which two tasks count as related.
	delta = .50,

	-- y = ln(1 + hits) ^ power: how much the leading concept of an axis
	-- outshines the others.
	power = 4,

	-- What an axis must hold (as the length of its y) to count half: one
	-- chance word is not yet a domain.
	doubt = 2,

	-- Headings that open a part, and how much that part counts.
	zones = {
		factors = { evaluation = 1.5, aside = .2, plain = 1 },
		concepts = {
			evaluation = [[
				evaluation, metric, scoring, score, evaluation metric,
				performance measure, evaluation criteria, objective,
				task, goal, problem statement
			]],
			aside = [[
				timeline, prize, prizes, citation, rules, code requirements,
				acknowledgement, acknowledgment, sponsor, about the host,
				organizers, license, licence, references, faq,
				key dates, deadlines, getting started, tutorial, resources,
				contact, eligibility, winners, submission limits, how to join,
				terms, external data, notebook requirements, team limits,
				working notes, honoraria, funding, hardware requirements,
				leaderboard, efficiency prize, further reading, related work
			]],
			plain = [[
				description, overview, data, dataset, dataset description,
				data description, files, file descriptions, columns, fields,
				data fields, background, introduction, submission,
				submission format, submission file, submission instructions
			]],
		},
	},

	-- Sentences that hold one of these say little about the task.
	asides = {
		factors = { formal = .15 },
		concepts = {
			formal = [[
				should contain a header, must contain a header,
				have the following format, following format,
				in the correct format, sample submission file,
				accept the competition rules, entry deadline,
				team merger deadline, final submission deadline,
				utc on the corresponding day, internet access disabled,
				freely publicly available, external data is allowed,
				pre trained models, cpu notebook, gpu notebook, run time,
				prize, prizes, competition rules, competition organizers,
				reserve the right, contest timeline, submission button,
				private leaderboard, public leaderboard,
				kaggle account, discussion forum, terms and conditions,
				creative commons, please cite, cite this, photo by,
				all rights reserved, would like to thank, we thank,
				fun, beginner, beginners, newcomers, new to data science,
				monthly, each month, approachable, swag, merchandise,
				happy modelling, good luck, getting started competition,
				these competitions, kaggle competitions, past competitions,
				featured competition, previous competitions, grandmaster,
				monthly competition, data science journey, limiting team,
				kaggle learn, we ve also built, improve your score,
				saturating the leaderboard, your first submission,
				click here, sign up, starter notebook, discord,
				code competition, hosted by, submission file must be named
			]],
		},
	},

	axes = {
		{
			name = "modality",
			weight = .20,
			-- Texts about tables seldom say so.
			prior = { tabular = 1 },
			concepts = {
				image = [[
					3: image classification, computer vision, image recognition
					3: image segmentation, semantic segmentation, x ray image
					3: photograph, fundus, dermoscopy, microscopy, histopathology
					3: satellite imagery, aerial imagery, whole slide image, point cloud
					3: convolutional neural network, image dataset, training images
					3: test images, images of, medical imaging, optical character
					2: image, pixel, jpeg, jpg, png, tif, tiff, photo, picture
					2: object detection, instance segmentation, bounding box, x ray
					2: xray, radiograph, mri, ct scan, dicom, nifti, ultrasound
					2: lidar, imagery, handwritten, handwriting, face recognition
					2: mammogram, mammography, tomography, radiology, thumbnail
					2: visual recognition, fine grained visual, multispectral
					2: hyperspectral, super resolution, street view, herbarium
					2: painting, artwork, sketch, grayscale, rgb, captcha, camera trap
					2: dashcam, close up, multi spectral, frames of, voxel, nodule
					2: chest ct, ct volume, tomographic, slide image, retinal scan
					2: doodle, landmark recognition, facial expression, barcode
					2: snapshot
					camera, scan, slide, photographic, visual, vision, mask,
					resolution, digit recognizer, ocr, facial, retina, retinal,
					radiologist, endoscopy, biopsy, lesion, satellite, drone, aerial,
					sonar, radar, steganography, denoise, drawing, logo, specimen,
					self driving, landmark, augmentation, unet, resnet, imagenet,
					stain, tissue, cell nuclei, crops, focal, zoom, lens, blur
				]],
				video = [[
					3: video, footage, video clip, frames per second, mp4
					3: action recognition, gesture recognition, optical flow
					3: deepfake, video classification, kinect, video frames
					2: object tracking, multi object tracking, surveillance
					2: lip reading, sign language, broadcast, player tracking
					2: clips of, filmed, depth camera, dash camera
					3: short clip, isolated sign, each clip shows
					gesture, fps, motion capture, frame number, each frame
				]],
				audio = [[
					3: audio, wav, spectrogram, acoustic, speech recognition
					3: sound event, mel spectrogram, audio tagging, mfcc
					3: audio clip, audio recording, sound recording, bird song
					3: speaker identification, voice command, phoneme, flac
					3: voice recording, field recordings, bird calls, mp3, soundscape
					2: speech, sound, microphone, hydrophone, vocalization, utterance
					2: ogg, decibel, music genre, acoustics, phonetic, spoken command
					2: siren, heard, listening, loudness, pitch, song, melody
					2: animal call, bird call, calls of, say a word, spoken word
					2: vocalisation, speaker, ten seconds of, sound sensor
					2: whale call, upcall, birdsong, phoneme classification
					voice, spoken, song, timbre, cough, khz, sampling rate, listener,
					noise recording, frequency band, podcast
				]],
				signal = [[
					3: eeg, ecg, electroencephalogram, electrocardiogram, emg
					3: accelerometer, gyroscope, seismic, seismometer, waveform
					3: electroencephalography, brain signal, ion channel
					3: inertial measurement, wearable sensor, time domain signal
					3: gravitational wave, photoplethysmography, actigraphy
					3: magnetometer, imu, gnss, light curve, vibration signal, ekg
					3: electrical signal, raw signal, sensor signals, neutrino
					2: sensor reading, sensor readings, sensor data, signal, sensor
					2: electrode, electrophysiology, oscilloscope, spectra, gps
					2: signal processing, sensor array, telemetry, spectroscopy
					3: vibration, heart rate, beats per minute, polysomnography
					3: electrooculogram, electromyogram, inertial, gyroscopes
					2: wearable, wrist, sampled at, bearing, sensor traces, sensors
					2: chemical sensor, strain gauge, rotating machinery
					amplitude, hz, noise, voltage, pressure, brain activity, seizure,
					partial discharge, pulse, detector, sampling frequency, time step,
					heartbeat, flow rate, spectrum, frequency, antenna, smartphone sensor
				]],
				text = [[
					3: natural language, nlp, natural language processing
					3: text classification, sentiment analysis, text data, tweet
					3: question answering, machine translation, tweets, corpus
					3: named entity, language model, word embedding, essay
					3: toxic comment, summarization, word2vec, bert, full text
					3: large language model, llm, text normalization, comment text
					3: text snippet, written text, transcripts, plain text, raw text
					2: sentence, comment, review, paragraph, linguistic, sentiment
					2: passage, headline, vocabulary, excerpt, news article, tweeted
					2: prompt, paraphrase, semantic similarity, chatbot, fake news
					2: author identification, authorship, readability, abstract
					2: text, search query, student writing, wikipedia article
					2: clinical notes, product titles, source code cells, phrase
					2: joke, pun, caption text, newspaper, sms, short message
					word, words, post, posts, message, email, language, article,
					writing, translation, grammar, grammatical, punctuation, token,
					transcript, response, responses, document, documents, keyword,
					keyphrase, insult, hate speech, sarcasm, spam, patent, novel, poem,
					lyrics, book, search term, product description, web page, html,
					english, multilingual, bilingual, hindi, tamil, chinese, arabic,
					question, questions, answer, answers, title, titles, toxicity, title text,
					discourse, dialogue, argumentative, wording, character level,
					text to speech, notebook cells, code cells, markdown cells,
					stack exchange, stack overflow, reddit, pizza request, blog
				]],
				tabular = [[
					3: tabular, tabular data, categorical feature, anonymized
					3: categorical variable, continuous features, gradient boosting
					3: numeric features, anonymized features, binary features
					3: synthetic dataset, tabular playground, feature engineering
					3: deep learning model trained, synthetically generated
					3: anonymous features, numerical features, continuous variables
					2: categorical, anonymised, customers, xgboost, lightgbm
					2: borrower, loan, policyholder, passenger, each row, applicant
					2: missing values, demographic, nominal, ordinal, one hot
					2: random forest, credit score, house price, churn, logistic regression
					2: feature importance, decision tree, customer data, features
					2: numerical, predictor variables, attributes, variables
					columns, insurance, client, account, transaction, transactions,
					bank, credit, salary, income, employee, household, price, prices,
					rows, age, gender, marital, education level, square feet,
					property, numeric, continuous, float, integer, boolean, database,
					table, fare, cost, purchase, policy, claim, claims, booking,
					user id, survey, applicants, grant, quote, fraud, marketing, offer,
					coupon, ctr, click through, advertising, trip, category,
					response variable, cardinality, binary variable, risk, records,
					measurements, manufacturing, soil, wilderness, elevation, pickup,
					customer id, product id, vehicle, store id, player, amount, contract
				]],
				timeseries = [[
					3: time series, forecast, forecasting, forecasts
					3: forecasting horizon, future sales, sales forecasting
					3: daily sales, weekly sales, demand forecasting
					3: future values, next day, weeks ahead, days ahead
					3: seasonality, univariate, autoregressive, rolling window
					2: stock market, stock price, stock returns, volatility, epidemic
					2: historical sales, historical data, daily, weekly, hourly
					2: store sales, electricity demand, energy consumption
					2: cumulative, web traffic, rental demand, page views
					2: future dates, sales data, confirmed cases, fatalities
					date, day, days, week, month, months, holiday, trend, seasonal,
					future, historical, sales, demand, store, stores, temporal, stock,
					calendar, timestamp, intraday, inventory, traffic, congestion,
					temperature, promotion, lag, year, quarter, returns
				]],
				biosequence = [[
					3: protein, amino acid, dna, rna, nucleotide, genome, mrna
					3: genomic, protein sequence, enzyme, antibody, peptide
					3: gene expression, single cell, amino acids, mutation
					2: codon, protein structure, protein function, gene, genes
					2: gene ontology, fasta, mutations, base pairs, alphafold
					sequence, sequences, thermal stability, residue, wild type,
					folding, cell type, melting
				]],
				molecule = [[
					3: molecule, molecules, molecular, smiles, inchi, compound
					3: chemical structure, atoms, atom, chemical compound
					3: scalar coupling, crystal structure, drug discovery
					2: bond, bonds, chemistry, chemical, binding affinity
					2: quantum mechanics, lattice, crystal, bandgap, polymer
					drug, toxicity, solubility, formula, material, materials,
					ligand, docking, molar, density functional
				]],
				recommender = [[
					3: recommender, recommender system, recommendation system
					3: collaborative filtering, user item, implicit feedback
					3: purchase history, next item, movie ratings, playlist
					3: product recommendation, personalized recommendation
					2: basket, click log, session based, item id, user preferences
					recommendation, items, listen, user interactions, next purchase,
					wishlist, article recommendation, catalog, will buy
				]],
				graph = [[
					3: social network, link prediction, graph data, network structure
					3: citation network, knowledge graph, graph neural network
					2: graph, nodes, edges, node, adjacency matrix, network graph
					edge, friendship, friends, community detection, hop, hyperlink
				]],
				multimodal = [[
					4: multimodal, multi modal, image and text, text and image
					4: images and metadata, images and tabular, baseline ct
					3: images and text, visual question answering
					3: image caption, tabular and image, metadata and image
					2: patient metadata, along with images, clinical information
					2: combine image, both images and
				]],
				grid = [[
					3: grid, cellular automaton, game of life, board state
					3: abstraction and reasoning, chessboard, puzzle, maze
					2: board, cells, toroidal, lattice board, matrix of cells
					game board, sudoku, tile, tiles, permutation
				]],
				sequence = [[
					4: integer sequence, sequence of integers, number sequence
					4: next number, oeis, next term, symbolic sequence
					2: next element, mathematical sequence, sequence of numbers
				]],
			},
			ignore = [[
				confusion matrix, sample submission, image below, images below,
				picture below, text file, text files, image source, photo by,
				time frame, data frame, dataframe, framework, for example,
				below image, mean image, in other words, in the answer,
				frequently asked questions, question mark, any questions,
				have questions, background reading, call for, so called,
				in this document, sound knowledge, listed below, day to day,
				these days, nowadays, at any time, real time, each time, same time,
				every day, business day, last day, utc on the corresponding day,
				final answer, character string, zip file, deadline date,
				competition host, answer key, research question,
				research questions, header row, header column, one column,
				two columns, file contains, each line, in the video,
				video tutorial, watch the video, kaggle community, blog post,
				research community, machine learning community,
				community competition, edge cases, cutting edge, leading edge,
				test score, by default, default value, message board,
				discussion board, across the board, price money, prize money,
				on behalf, first place, other words, read more, column names,
				in response to, in question, discussion posts, image credit,
				we recommend, it is recommended, highly recommend,
				 noise ceiling, graph below,
				bar graph, following graph, calls to, white noise
			]],
		},
		{
			name = "task",
			weight = .10,
			prior = { classification = .5 },
			concepts = {
				classification = [[
					3: classification, classify, classifier, binary classification
					3: multi class, multiclass, multi label, multilabel
					3: area under the roc curve, roc curve, log loss, logloss
					3: multi class logarithmic loss, cross entropy, auc
					3: logarithmic loss, classification accuracy, f1 score
					3: categorization accuracy, quadratic weighted kappa
					3: predicted probability, predict the probability
					3: binary target, probability of, mean f score, macro f1
					3: matthews correlation, top 1 accuracy, top 5 error
					3: sentiment, receiver operating characteristic
					3: predict which, predict the class, predict the category
					2: identify whether, predict whether, predict if, gini
					2: likelihood, probability, distinguish, categories, class
					2: classes, categorize, species, recognition, accuracy, kappa
					2: roc, f score, misclassification, is or is not, yes or no
					2: will or will not, presence of, fraudulent, diagnose, breed
					2: diagnosis, grading, genre, fake or real, predict the type
					2: true or false, which category, automatically identify
					2: tell which, tell if, tell whether, say which, say whether
					2: say what, decide whether, decide if, assign each, assigned to one
					2: recognise, categorise, classified, is present, are present
					2: name the, belongs to, belong to one
					2: macro averaged f1, macro f1, balanced accuracy, class wise
					category, label, labels, binary, recognize, positive class,
					negative class, identify, confidence, type of, tag,
					malignant, benign, churn, default, toxic, spam, insulting,
					detect whether, disease, diseases, outcome, identification,
					true positives, false positives, precision, recall, cover type,
					which of, multinomial, one of the following, fraud,
					percentage of correct, hamming loss, average precision, likely
				]],
				regression = [[
					3: regression, root mean squared error, rmse, mean absolute error
					3: mae, root mean squared logarithmic error, rmsle, r2
					3: mean squared error, mse, rmsd, r squared
					3: coefficient of determination, continuous value
					3: predict the price, predict the value, real valued
					3: pearson correlation, spearman correlation
					3: root mean square error, root mean squared log error
					3: laplace log likelihood, mcrmse, concordance index
					3: absolute error, columnwise root mean squared
					3: predict the amount, predict the number, predict the total
					3: predict a value, predict a continuous, predict a real
					2: continuous target, prediction of the price, how many, how much
					2: spearman, pearson, predict the time, duration, logarithmic error
					2: value of the target, median absolute error, squared error
					2: average rating, mean rating, ratings of, on a scale of
					2: scale of 0 to, scale from, how close, how easy, how funny
					2: how long, how old, how strong, predict the average
					2: estimate each, estimate of the, in minutes, in mpa, cycles left
					2: estimate the, predict the score, predict how, what price
					price, cost, amount, estimate, quantity, revenue, number of,
					age of, severity score, loss amount, coordinates, concentration,
					stability, rate of, decline, readability, relevance score,
					relevance, magnitude, time to failure, time until, biomass,
					predict the sale, fare, minimize the error, numeric target,
					latitude, longitude, angular error, grade essays, mean error,
					direction of, position error, essay scoring, holistic score
				]],
				segmentation = [[
					4: segmentation, segment, dice coefficient, dice
					4: run length encoding, semantic segmentation, rle
					4: pixel level, pixel wise, segmentation mask
					3: mask, masks, run length, intersection over union of pixels
					2: delineate, contour, contours, outline, boundaries
					3: voxel by voxel, mark each pixel, each pixel as, label map
					3: label maps, panoptic quality, hausdorff distance, surface distance
					2: covers all, outline the, delineated
					region of interest, polygons, footprint
				]],
				detection = [[
					4: object detection, bounding box, bounding boxes
					4: detect and classify, localize objects, localization of
					3: mean average precision at different intersection over union
					3: detect objects, detection boxes, xmin, xmax, ymin, ymax
					3: predicted box, predicted boxes, object detector, bbox
					3: ground truth box, ground truth boxes
					2: intersection over union, iou, counting objects
					2: ground truth object, locations of, map 0.5, confidence score
					3: put a box, box around, boxes around, rectangle around
					3: find each, find every, find all, locate each, locate every
					3: coordinates of rectangles, rectangles with, positions of each
					3: free response roc, froc, average precision at an overlap
					3: average precision over iou, localise, position of each
					detection, centroid, localize the, locate the, box coordinates,
					locate and, detect and count, find all, locate cars, pedestrians
				]],
				seq2seq = [[
					4: translation, translate, machine translation, captioning
					4: sequence to sequence, text normalization, transcription
					4: levenshtein distance, edit distance, bleu, rouge
					4: word error rate, summarization, image caption
					3: levenshtein, normalize text, transliteration, transcribe
					3: generate text, missing word, grammar correction, caption
					3: inchi, spoken form, written form, generate a response
					generate, decode, restore, missing words, output string,
					rewriting, summary, speech to text, convert
				]],
				extraction = [[
					4: question answering, answer span, named entity recognition
					4: selected text, extraction, span of text, extractive
					4: word level jaccard, jaccard score, multiple choice
					4: reading comprehension, multiple choice questions
					3: span of the, answers the question, that answers, exact match
					3: question and a passage, words that answer, find the passage
					3: answer questions, answer to the question, extract the
					3: predictionstring, discourse elements, long answer
					3: entity extraction, answer text, correct answer
					2: substring, answers, question, questions, extract
					passage, quoted, start position, character offset, highlight, span
				]],
				forecasting = [[
					4: forecast, forecasting, forecasts, time series
					4: future sales, predict future, weeks ahead, days ahead
					4: predict sales, next month, next week, horizon
					3: future values, daily sales, weekly sales, total sales
					3: predict demand, rental demand, smape, mape, rmspe
					3: root mean square percentage error, weighted mean absolute
					2: the coming days, the next six weeks, following years
					2: the next 24 hours, the next 168 hours, coming week, next year
					3: absolute percentage error, nash sutcliffe, multi step
					2: future, historical sales, seasonality, upcoming
					2: historical data, next day, next days, days into the future
					holiday, holidays, trends, tomorrow, end of day, intraday,
					per day, per hour, each day, each hour, each store
				]],
				ranking = [[
					4: learning to rank, ndcg, rank documents, search ranking
					4: normalized discounted cumulative gain, rank order
					4: kendall tau, order the cells, search engine
					3: search results, mean reciprocal rank, order the
					ranking, ranked, rank, query, queries
				]],
				recommendation = [[
					4: recommender system, recommendation system
					4: collaborative filtering, what to buy next
					4: product recommendation, personalized recommendation
					3: map 12, purchase next, will purchase, will buy
					3: next purchase, user preferences, mean average precision 12
					recommend, items, user item, top 20, playlists
				]],
				restoration = [[
					4: denoise, denoising, super resolution, image restoration
					4: inpainting, image to image, image colorization, deblur
					4: image generation, generative adversarial, gan, style transfer
					4: depth estimation, clean image, remove noise, generative model
					3: cleaned images, generate images, pixel intensities
					fid, restore images, artifacts removal
				]],
				matching = [[
					4: image retrieval, duplicate questions, duplicates
					4: entity resolution, record linkage, image matching
					4: re identification, same person, same product, similar images
					4: instance retrieval, landmark retrieval, deduplication
					3: matching, identical, same item, pairs of, semantic similarity
					3: same entity, phrase similarity, near duplicate, verification
					3: the same individual, how similar, individual identification
					similar, similarity, pair, pairs, linked, nearest neighbor,
					duplicate, retrieval, match
				]],
				reconstruction = [[
					4: reverse, initial state, starting state, reconstruct
					4: reconstruction, inverse problem, reconstructing
					4: fundamental matrix, pose estimation, starting board
					2: previous state, evolve, recover the, undo
				]],
				next_value = [[
					4: next number, next term, next element, last number
					4: sequence of integers, integer sequence
					2: next value, next item in, continue the sequence
				]],
				clustering = [[
					4: clustering, unsupervised, rand index, cluster assignments
					4: topic modeling, group similar, particle tracking
					2: into tracks, into groups, hits
					cluster, ground truth clusters, particle tracks
				]],
				optimization = [[
					4: optimization, traveling salesman, shortest path
					4: minimize the total, reinforcement learning, agent
					4: simulation competition, route, schedule, assignment problem
					constraint, constraints, feasible, solver, optimal
				]],
			},
			ignore = [[
				customer segmentation, market segmentation, market segments,
				customer segments, class of, world class, first class,
				extract the zip, extract the files, feature extraction,
				data extraction, mapping, label file, number of rows,
				number of columns, number of submissions, team members,
				number of files, value in the test set, id value, missing value,
				missing values, values for, feature value, sample submission,
				ranked on the leaderboard, leaderboard rank, ranking points,
				in a timely manner, frequently asked questions, question mark,
				any questions, final score, public score, leaderboard score,
				score on, scored on, scoring, your score, submissions are scored,
				with respect to, match the format, matches the format,
				near future, in the future, future research, future work,
				submission limit, best score, highest score, lowest score,
				not limited to, research question, research questions,
				cost of living, at no cost, cost effective, added value,
				pair programming, no duplicates, fraud detection,
				anomaly detection, intrusion detection, change detection,
				early detection, detect fraud, disease detection,
				malware detection, cancer detection, detection of cancer,
				generated by, generated from, generated dataset,
				synthetically generated, generated using, was generated,
				text box, drop box, black box, box office, mailbox, inbox,
				row and column, unique identifier, training labels
			]],
		},
		{
			name = "metric",
			weight = .05,
			concepts = {
				accuracy = [[
					3: classification accuracy, categorization accuracy, accuracy
					percentage of correct, error rate, top 5 error,
					misclassification, percent correct
				]],
				auc = [[
					3: area under the roc curve, auc, roc auc, gini coefficient
					3: area under the receiver operating characteristic
					3: normalized gini, roc curve, receiver operating characteristic
					gini, roc, under the curve, partial auc
				]],
				logloss = [[
					3: log loss, logloss, logarithmic loss, cross entropy
					3: multi class logarithmic loss, brier
					kl divergence, kullback leibler, log likelihood
				]],
				f1 = [[
					3: f1 score, f1, macro f1, mean f score, f score, f2
					3: micro f1, mean f1, f measure, f beta
					harmonic mean, precision and recall
				]],
				kappa = [[
					3: quadratic weighted kappa, weighted kappa, kappa, cohen
					qwk, agreement between two
				]],
				mcc = [[ 4: matthews correlation, mcc, phi coefficient ]],
				rank = [[
					3: mean average precision, map 3, map 5, map 12, map k, ndcg
					3: discounted cumulative gain, mean reciprocal rank
					3: label ranking average precision, lwlrap, recall 20, hit rate
					average precision, precision at k, top k
				]],
				rmse = [[
					3: root mean squared error, rmse, root mean square error
					3: mean squared error, mse, mcrmse, rmsd
					squared error, euclidean distance
				]],
				rmsle = [[
					4: rmsle, root mean squared logarithmic error
					4: root mean squared log error, logarithmic error
					4: root mean square logarithmic error, log price
				]],
				mae = [[
					3: mean absolute error, mae, wmae, weighted mean absolute error
					absolute error, absolute difference, median absolute,
					absolute deviation, log of the mean absolute error
				]],
				percent = [[
					3: mape, smape, rmspe, percentage error, mean absolute percentage
					3: root mean square percentage error, wrmsse
					relative error, percentage errors
				]],
				r2 = [[
					3: r2, r squared, coefficient of determination
					explained variance
				]],
				correlation = [[
					3: spearman, pearson, rank correlation, correlation coefficient
					correlation, concordance, kendall
				]],
				overlap = [[
					3: dice, dice coefficient, jaccard, hausdorff, panoptic quality
					iou, intersection over union, overlap
				]],
				detection = [[
					4: average precision at different intersection over union
					4: map 0.5, iou threshold, iou thresholds
					bounding box, ground truth object
				]],
				edit = [[
					4: levenshtein, edit distance, word error rate, bleu, rouge
					character error rate, exact match, meteor score
				]],
				quantile = [[
					4: pinball loss, quantile loss, crps, interval score
					laplace log likelihood, quantile, prediction interval,
					continuous ranked probability
				]],
			},
		},
		{
			name = "domain",
			weight = .05,
			concepts = {
				medicine = [[
					patient, disease, clinical, medical, cancer, tumor, tumour,
					hospital, diagnosis, health, healthcare, doctor, physician,
					radiologist, brain, lung, heart, blood, surgery, covid,
					diabetes, treatment, symptom, pathology, chest, pathologist,
					mri, ct scan, x ray, dicom, stroke, seizure, eeg, lesion,
					melanoma, retina, retinopathy, fracture, spine, biopsy, mortality,
					vital organs, drug, therapy, pulmonary, cardiac, surgical, epidemic
				]],
				finance = [[
					bank, loan, credit, financial, finance, stock, trading,
					investment, market, asset, portfolio, fraud, borrower,
					mortgage, money, currency, hedge fund, economic, account,
					default, bitcoin, cryptocurrency, volatility, transaction
				]],
				insurance = [[
					2: insurance, insurer, policyholder, insured, underwriting
					claim, claims, policy, premium, quote, risk assessment, actuarial
				]],
				retail = [[
					retail, store, sales, product, shopping, shopper, purchase,
					e commerce, customer, coupon, brand, supermarket, grocery,
					merchandise, inventory, fashion, furniture, marketing, offer,
					catalog, seller, buyer, price
				]],
				transport = [[
					taxi, trip, vehicle, driver, driving, car, traffic, flight,
					airline, transport, transportation, road, bike, pickup,
					dropoff, route, intersection, autonomous, city, passenger,
					railway, ship, shipping, fare, logistics
				]],
				nature = [[
					species, plant, animal, bird, whale, dog, cat, leaf, forest,
					wildlife, biodiversity, conservation, marine, fish, flower,
					crop, agriculture, farmer, seedling, fungi, insect, tree,
					ecology, herbarium, pet, habitat, weed, cassava, apple
				]],
				earth = [[
					weather, climate, rain, rainfall, temperature, wind, storm,
					earthquake, volcano, eruption, seismic, ocean, ice, iceberg,
					satellite, cloud, solar, flood, soil, water, atmosphere,
					geology, pollution, air quality, salt, hydrology, wildfire
				]],
				industry = [[
					manufacturing, factory, machine, equipment, sensor, failure,
					maintenance, production line, industrial, energy, electricity,
					power, engine, steel, defect, quality control,
					semiconductor, battery, turbine, mining, drilling, test bench
				]],
				social = [[
					social media, tweet, twitter, comment, post, facebook, user,
					forum, chat, chatbot, online, insult, toxic,
					reddit, discussion, wikipedia, instagram, crowdsourced, moderation
				]],
				education = [[
					student, school, education, teacher, essay, exam,
					learning platform, classroom, grade, course, reading level,
					curriculum, literacy, academic, college, tutoring, math
				]],
				web = [[
					click, advertising, website, advertisement, web, browser, page,
					search, session, url, visitor, ctr, engagement, mobile, app,
					bot, bots, auction, bid, impression, internet, traffic log
				]],
				security = [[
					2: malware, phishing, intrusion, cybersecurity, steganography
					attack, security, threat, hidden message, virus, access,
					authentication, deepfake, anti fraud
				]],
				sport = [[
					2: basketball, football, nfl, nba, soccer, baseball, hockey
					game, player, team, season, tournament, shot, match, league,
					sport, athlete, helmet, ncaa, championship, cricket, esports
				]],
				housing = [[
					2: real estate, house price, house prices, apartment, rental
					house, property, bedroom, rent, realty, home, residential,
					square feet, airbnb, hotel
				]],
				physics = [[
					physics, particle, collision, galaxy, star, telescope,
					astronomy, astronomical, neutrino, gravitational, quantum,
					detector, cosmic, planet, exoplanet, black hole, simulation,
					collider, laser, optics, spacecraft, astrophysics
				]],
				biochemistry = [[
					protein, gene, genome, dna, rna, molecule, molecular,
					chemical, chemistry, drug, compound, cell, enzyme, atom,
					biology, biological, vaccine, peptide, material, reaction
				]],
				entertainment = [[
					movie, film, music, song, book, game, video game, box office,
					artist, actor, genre, podcast, news, art, museum, painting,
					travel, restaurant, recipe, cuisine, cartoon, concert, playlist
				]],
				public = [[
					government, crime, police, city, public, census, legal, law,
					grant, employee, job, resume, salary, charity, donor,
					disaster, emergency, election, infrastructure, municipal, patent
				]],
				language = [[
					language, linguistic, translation, word, sentence, grammar,
					english, hindi, dialect, speech, pronunciation, text,
					vocabulary, handwritten, script, character, corpus, dictionary
				]],
				synthetic = [[
					3: tabular playground, synthetic, synthetically generated
					3: playground, generated from a deep learning model
					3: ctgan, artificial data, anonymized, simulated
				]],
			},
		},
	},

	products = { { a = "modality", b = "task", weight = .35 } },

	words = {
		weight = .25,
		dims = 1024,	-- more: fewer words share a place
		rare = 7,	-- idf of words that idf.txt does not list
		pair = 1,	-- a pair of words: this times the sum of both idf
		idf = "idf.txt",	-- how rare each stem is
		stop = [[
			a about above after again against all am an and any are as at be
			because been before being below between both but by can could did
			do does doing down during each few for from further had has have
			having he her here hers him his how i if in into is it its itself
			just me more most my no nor not now of off on once only or other
			our ours out over own same she should so some such than that the
			their theirs them then there these they this those through to too
			under until up upon us very was we were what when where which
			while who whom why will with would you your yours also may must
			one two etc eg ie e.g i.e within without via per using used use
			like many much make made get new well first see however
		]],
	},
}
